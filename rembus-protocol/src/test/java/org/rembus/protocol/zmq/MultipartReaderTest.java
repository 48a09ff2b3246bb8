package org.rembus.protocol.zmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.cbor.MessageEncoder;
import org.rembus.protocol.framing.AssemblyLimits;
import org.rembus.protocol.framing.ByteBudget;

final class MultipartReaderTest {
    private static final MessageId ID = MessageId.of(7, MessageId.GEN2_LENGTH);
    private static final byte[] HEARTBEAT =
            RecordedMultiparts.frame(Frame.COMMAND, HexFormat.of().parseHex("0450494e4700640102"));
    private static final String ANSWER =
            "answer " + HexFormat.of().formatHex(RecordedMultiparts.frame(Frame.COMMAND, pong()));

    private static byte[] pong() {
        return HexFormat.of().parseHex("04504f4e470102");
    }

    private static byte[] wire(Message message) {
        return Multipart.of(message, SocketType.DEALER).toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Stream.of(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    @Test
    void findsTheSame_cutAtEveryByte() {
        byte[] publish = wire(Message.Publish.of("t", Payload.ofArguments("x".repeat(300))));
        byte[] stream = concat(
                HEARTBEAT,
                publish,
                Arrays.copyOf(publish, 2),
                HEARTBEAT,
                Arrays.copyOfRange(publish, 2, publish.length),
                wire(new Message.Ping(ID, "alice")),
                Multipart.close().toByteArray());
        List<String> whole = RecordedMultiparts.in(stream).lines();
        assertThat(whole).hasSize(6).startsWith(ANSWER).endsWith("close").noneMatch(line -> line.startsWith("malf"));
        for (int piece = 1; piece < stream.length; piece++) {
            assertThat(RecordedMultiparts.inPieces(stream, piece).lines())
                    .as("in pieces of %d", piece)
                    .isEqualTo(whole);
        }
    }

    @Test
    void isAmidNothing_commandStandsAlone() {
        MultipartReader reader = reader(new RecordedMultiparts(), ByteBudget.UNLIMITED);
        byte[] heartbeat = HEARTBEAT.clone();
        reader.read(heartbeat, 0, heartbeat.length - 1);
        assertThat(reader.isAmidMessage()).isTrue();
        reader.read(heartbeat, heartbeat.length - 1, 1);
        assertThat(reader.isAmidMessage()).isFalse();
    }

    @Test
    void takesTheLongest_andNoLonger() {
        int around = MessageEncoder.encode(Message.Publish.of("t", Payload.of(new byte[70_000]))).length - 70_000;
        byte[] longest = wire(Message.Publish.of("t", Payload.of(new byte[RecordedMultiparts.MAX_MESSAGE - around])));
        assertThat(RecordedMultiparts.inPieces(longest, 999).messages()).hasSize(1);
        byte[] longer = wire(Message.Publish.of("t", Payload.of(new byte[RecordedMultiparts.MAX_MESSAGE + 64])));
        assertThat(RecordedMultiparts.inPieces(longer, 999).lines()).containsExactly("violation 1009");
    }

    @Test
    void endsWith1009_manySmallFrames() {
        byte[] frames = new byte[2 * RecordedMultiparts.MAX_MESSAGE];
        for (int i = 0; i < frames.length; i += 2) {
            frames[i] = Frame.MORE;
        }
        assertThat(RecordedMultiparts.inPieces(frames, 1000).lines()).containsExactly("violation 1009");
    }

    @ParameterizedTest
    @CsvSource({
        "08,1002",
        "80,1002",
        "05,1002",
        "02ffffffffffffffff,1009",
        "027fffffffffffffff,1009",
        "030000000000100000,1009"
    })
    void endsAtOnce_frameBreaksTheRules(String header, int code) {
        byte[] bytes = HexFormat.of().parseHex(header);
        assertThat(RecordedMultiparts.in(bytes).lines()).containsExactly("violation " + code);
        assertThat(RecordedMultiparts.inPieces(bytes, 1).lines()).containsExactly("violation " + code);
    }

    @Test
    void leavesTheRest_pausedInACallback() {
        byte[] one = wire(new Message.Ack(ID));
        List<Integer> lengths = new ArrayList<>();
        MultipartReader[] reader = new MultipartReader[1];
        reader[0] = reader(
                new Wrapped() {
                    @Override
                    public void onMultipart(byte[] array, int offset, int length) {
                        lengths.add(length);
                        reader[0].pause();
                    }
                },
                ByteBudget.UNLIMITED);
        byte[] stream = concat(one, one);
        assertThat(reader[0].read(stream, 0, stream.length)).isEqualTo(one.length);
        assertThat(reader[0].read(stream, one.length, one.length)).isEqualTo(one.length);
        assertThat(lengths).containsExactly(one.length, one.length);
    }

    @Test
    void givesMemoryBack_multipartIsWholeOrTheReaderStops() {
        int[] taken = new int[1];
        ByteBudget budget = new ByteBudget() {
            @Override
            public boolean take(int bytes) {
                taken[0] += bytes;
                return taken[0] <= 50_000;
            }

            @Override
            public void giveBack(int bytes) {
                taken[0] -= bytes;
            }
        };
        RecordedMultiparts found = new RecordedMultiparts();
        MultipartReader reader = reader(found, budget);
        byte[] message = wire(Message.Publish.of("t", Payload.of(new byte[10_000])));
        reader.read(message, 0, 9_000);
        assertThat(taken[0]).isPositive();
        reader.read(message, 9_000, message.length - 9_000);
        assertThat(taken[0]).isZero();
        byte[] large = wire(Message.Publish.of("t", Payload.of(new byte[90_000])));
        reader.read(large, 0, 80_000);
        assertThat(found.lines()).hasSize(2).last().isEqualTo("violation 1013");
    }

    private static MultipartReader reader(MultipartEvents events, ByteBudget budget) {
        return new MultipartReader(new AssemblyLimits(RecordedMultiparts.MAX_MESSAGE, budget), events);
    }

    private abstract static class Wrapped implements MultipartEvents {
        @Override
        public void onAnswerWanted(byte[] frame) {
            throw new AssertionError("nobody wants an answer");
        }

        @Override
        public void onViolation(int code, String reason) {
            throw new AssertionError(reason);
        }
    }
}
