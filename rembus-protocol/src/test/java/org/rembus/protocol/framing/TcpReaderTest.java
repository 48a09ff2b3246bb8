package org.rembus.protocol.framing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TcpReaderTest {
    private static final int MAX_MESSAGE = 100_000;
    private static final int[] HEADERS = {0x81, 0x8D, 0x8F};
    private static final int[] EDGES = {0, 1, 2, 254, 255, 256, 65_534, 65_535, 65_536, MAX_MESSAGE};

    private final Recorded events = new Recorded();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void findsWhatASimpleReaderFinds_cutAtEveryByte(long seed) throws IOException {
        byte[] stream = stream(new Random(seed), 40);
        List<String> expected = readSimply(stream);
        for (int piece = 1; piece <= stream.length; piece++) {
            assertThat(inPieces(stream, piece))
                    .as("seed %d, in pieces of %d", seed, piece)
                    .isEqualTo(expected);
        }
        for (int cut = 1; cut < stream.length; cut++) {
            assertThat(cutAt(stream, cut)).as("seed %d, cut at %d", seed, cut).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x81, 0x8D, 0x8F})
    void takesEveryLength_whateverTheHeader(int header) throws IOException {
        for (int length : EDGES) {
            if (length <= most(header)) {
                byte[] stream = frame(header, bytes(length));
                List<String> expected = readSimply(stream);
                assertThat(inPieces(stream, stream.length)).isEqualTo(expected).hasSize(1);
                assertThat(inPieces(stream, 997)).isEqualTo(expected);
                for (int cut = 1; cut <= TcpHeader.MAX_BYTES + 1 && cut < stream.length; cut++) {
                    assertThat(cutAt(stream, cut))
                            .as("%d bytes, cut at %d", length, cut)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"00", "16", "47", "80", "82", "8c", "8e", "90", "ff"})
    void endsWith1002AtOnce_unknownHeader(String first) {
        byte[] stream = HexFormat.of().parseHex("81012a" + first);
        assertThat(inPieces(stream, 1)).containsExactly("message 2a", "violation 1002");
        assertThat(inPieces(stream, stream.length)).containsExactly("message 2a", "violation 1002");
    }

    @ParameterizedTest
    @CsvSource({"8f000186a1", "8f7fffffff", "8f80000000", "8fffffffff"})
    void endsWith1009_lengthBeyondTheLimit(String header) {
        byte[] stream = HexFormat.of().parseHex("81012a" + header);
        assertThat(inPieces(stream, 1)).containsExactly("message 2a", "violation 1009");
        assertThat(inPieces(stream, stream.length)).containsExactly("message 2a", "violation 1009");
    }

    @Test
    void handsOverInTheReceiveBuffer_messageLiesWholeInIt() {
        byte[] stream = frame(0x81, bytes(40));
        List<byte[]> arrays = new ArrayList<>();
        new TcpReader(limits(ByteBudget.UNLIMITED), new Recorded() {
                    @Override
                    public void onMessage(byte[] array, int offset, int length) {
                        arrays.add(array);
                    }
                })
                .read(stream, 0, stream.length);
        assertThat(arrays).hasSize(1);
        assertThat(arrays.getFirst()).isSameAs(stream);
    }

    @Test
    void leavesTheRest_pausedInACallback() {
        byte[] frame = frame(0x81, bytes(3));
        byte[] stream = concat(frame, frame);
        TcpReader[] reader = new TcpReader[1];
        reader[0] = new TcpReader(limits(ByteBudget.UNLIMITED), new Recorded() {
            @Override
            public void onMessage(byte[] array, int offset, int length) {
                events.onMessage(array, offset, length);
                reader[0].pause();
            }
        });
        int used = reader[0].read(stream, 0, stream.length);
        assertThat(used).isEqualTo(frame.length);
        assertThat(events.lines).hasSize(1);
        assertThat(reader[0].read(stream, used, stream.length - used)).isEqualTo(frame.length);
        assertThat(events.lines).hasSize(2);
    }

    @Test
    void takesMemoryForWhatCame_headerPromisesMore() {
        CountedBytes budget = new CountedBytes(1 << 20);
        TcpReader reader = new TcpReader(limits(budget), events);
        byte[] frame = frame(0x8F, bytes(MAX_MESSAGE));
        reader.read(frame, 0, 5000);
        assertThat(budget.taken).isBetween(4_900, 10_000);
        assertThat(reader.isAmidMessage()).isTrue();
        assertThat(reader.unfinishedBytes()).isEqualTo(4995);
        assertThat(reader.messagesBegun()).isEqualTo(1);
        reader.read(frame, 5000, frame.length - 5000);
        assertThat(events.lines).hasSize(1);
        assertThat(reader.isAmidMessage()).isFalse();
        assertThat(budget.taken).isZero();
    }

    @Test
    void endsWith1013_budgetUsedUp() {
        CountedBytes budget = new CountedBytes(10_000);
        TcpReader reader = new TcpReader(limits(budget), events);
        byte[] frame = frame(0x8F, bytes(50_000));
        for (int at = 0; at < frame.length; at += 1000) {
            reader.read(frame, at, Math.min(1000, frame.length - at));
        }
        assertThat(events.lines).containsExactly("violation 1013");
        assertThat(budget.taken).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 8100",
        "1, 8101",
        "255, 81ff",
        "256, 8d0100",
        "65535, 8dffff",
        "65536, 8f00010000",
        "67108864, 8f04000000"
    })
    void writesTheShortestHeader_anyLength(int length, String header) {
        byte[] target = new byte[TcpHeader.MAX_BYTES + 1];
        int end = TcpHeader.write(length, target, 1);
        assertThat(HexFormat.of().formatHex(target, 1, end)).isEqualTo(header);
        assertThat(TcpHeader.bytesFor(length)).isEqualTo(end - 1);
    }

    /** Frames with headers of any size, perhaps one that is none or too long, perhaps cut short. */
    private static byte[] stream(Random random, int frames) {
        byte[] stream = {};
        for (int i = 0; i < frames; i++) {
            byte[] payload = bytes(random.nextInt(12) == 0 ? 250 + random.nextInt(12) : random.nextInt(9));
            int header = payload.length > 255 ? HEADERS[1 + random.nextInt(2)] : HEADERS[random.nextInt(3)];
            stream = concat(stream, frame(header, payload));
        }
        return switch (random.nextInt(4)) {
            case 0 -> concat(stream, (byte) random.nextInt(256));
            case 1 -> concat(stream, (byte) 0x8F, (byte) random.nextInt(256), (byte) 1, (byte) 2, (byte) 3);
            case 2 -> Arrays.copyOf(stream, stream.length - random.nextInt(9));
            default -> stream;
        };
    }

    /** What section 3 says, read from a stream that blocks. */
    private static List<String> readSimply(byte[] stream) throws IOException {
        Recorded found = new Recorded();
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(stream));
        try {
            for (int first = in.read(); first >= 0; first = in.read()) {
                long length = first == 0x81
                        ? in.readUnsignedByte()
                        : first == 0x8D ? in.readUnsignedShort() : first == 0x8F ? in.readInt() & 0xFFFF_FFFFL : -1;
                if (length < 0 || length > MAX_MESSAGE) {
                    found.onViolation(length < 0 ? 1002 : 1009, "");
                    break;
                }
                byte[] message = new byte[(int) length];
                in.readFully(message);
                found.onMessage(message, 0, message.length);
            }
        } catch (EOFException cutShort) {
            // Nothing is found of what is not there.
        }
        return found.lines;
    }

    private static List<String> inPieces(byte[] stream, int piece) {
        Recorded found = new Recorded();
        TcpReader reader = new TcpReader(limits(ByteBudget.UNLIMITED), found);
        byte[] buffer = new byte[piece + 3];
        for (int at = 0; at < stream.length; at += piece) {
            int length = Math.min(piece, stream.length - at);
            System.arraycopy(stream, at, buffer, 3, length);
            assertThat(reader.read(buffer, 3, length)).isEqualTo(length);
            Arrays.fill(buffer, (byte) 0xEE);
        }
        return found.lines;
    }

    private static List<String> cutAt(byte[] stream, int cut) {
        Recorded found = new Recorded();
        TcpReader reader = new TcpReader(limits(ByteBudget.UNLIMITED), found);
        byte[] begin = Arrays.copyOf(stream, cut);
        reader.read(begin, 0, cut);
        Arrays.fill(begin, (byte) 0xEE);
        reader.read(stream, cut, stream.length - cut);
        return found.lines;
    }

    private static byte[] frame(int header, byte[] payload) {
        ByteBuffer frame =
                ByteBuffer.allocate(TcpHeader.MAX_BYTES + payload.length).put((byte) header);
        switch (header) {
            case 0x81 -> frame.put((byte) payload.length);
            case 0x8D -> frame.putShort((short) payload.length);
            default -> frame.putInt(payload.length);
        }
        frame.put(payload);
        return Arrays.copyOf(frame.array(), frame.position());
    }

    private static int most(int header) {
        return header == 0x81 ? 0xFF : header == 0x8D ? 0xFFFF : Integer.MAX_VALUE;
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (31 * i + length);
        }
        return bytes;
    }

    private static byte[] concat(byte[] first, byte... second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @ParameterizedTest
    @CsvSource({
        "0x48, 'no frame begins with 0x48, but HTTP does'",
        "0x15, 'no frame begins with 0x15, but TLS does'",
        "0xFF, 'no frame begins with 0xff, but ZeroMQ does'",
        "0x68, no frame begins with 0x68",
    })
    void namesWhatItLooksLike_noFrame(int first, String reason) {
        List<String> reasons = new ArrayList<>();
        TcpReader reader = new TcpReader(limits(ByteBudget.UNLIMITED), new Recorded() {
            @Override
            public void onViolation(int code, String why) {
                reasons.add(why);
            }
        });
        reader.read(new byte[] {(byte) first}, 0, 1);
        assertThat(reasons).containsExactly(reason);
    }

    private static AssemblyLimits limits(ByteBudget budget) {
        return new AssemblyLimits(MAX_MESSAGE, budget);
    }

    private static class Recorded implements TcpEvents {
        final List<String> lines = new ArrayList<>();

        @Override
        public void onMessage(byte[] array, int offset, int length) {
            lines.add("message " + HexFormat.of().formatHex(array, offset, offset + length));
        }

        @Override
        public void onViolation(int code, String reason) {
            lines.add("violation " + code);
        }
    }

    private static final class CountedBytes implements ByteBudget {
        private final int limit;
        private int taken;

        CountedBytes(int limit) {
            this.limit = limit;
        }

        @Override
        public boolean take(int bytes) {
            if (taken + bytes > limit) {
                return false;
            }
            taken += bytes;
            return true;
        }

        @Override
        public void giveBack(int bytes) {
            taken -= bytes;
        }
    }
}
