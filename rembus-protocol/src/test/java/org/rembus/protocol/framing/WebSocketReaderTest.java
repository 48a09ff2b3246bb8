package org.rembus.protocol.framing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class WebSocketReaderTest {
    private static final int MAX_MESSAGE = 100_000;
    private static final int FIN = 0x80;

    private final RecordedEvents events = new RecordedEvents();

    @ParameterizedTest
    @MethodSource("conversations")
    void readsTheSame_howeverTheBytesAreCut(byte[] stream, List<String> expected) {
        assertThat(readAll(stream, stream.length)).isEqualTo(expected);
        int step = stream.length > 1000 ? 997 : 1;
        for (int piece = 1; piece < stream.length; piece += step) {
            assertThat(readAll(stream, piece)).as("in pieces of %d", piece).isEqualTo(expected);
        }
        for (int cut = 1; cut < stream.length; cut += step) {
            assertThat(readCut(stream, cut)).as("cut at %d", cut).isEqualTo(expected);
        }
    }

    static Stream<Arguments> conversations() {
        byte[] longer = bytes(300);
        byte[] longest = bytes(70_000);
        return Stream.of(
                arguments(
                        frames().frame(FIN | 2, bytes(5))
                                .frame(FIN | 2, bytes(9))
                                .toByteArray(),
                        List.of(line("binary", bytes(5)), line("binary", bytes(9)))),
                arguments(
                        frames().frame(FIN | 1, "grüß".getBytes(UTF_8))
                                .frame(FIN | 2)
                                .toByteArray(),
                        List.of(line("text", "grüß".getBytes(UTF_8)), "binary ")),
                arguments(
                        frames().frame(FIN | 2, longer).frame(FIN | 2, longest).toByteArray(),
                        List.of(line("binary", longer), line("binary", longest))),
                arguments(
                        frames().frame(2, bytes(3))
                                .frame(FIN | 9, (byte) 7)
                                .frame(0)
                                .frame(0, longer)
                                .frame(FIN | 10)
                                .frame(FIN, bytes(2))
                                .frame(FIN | 2, (byte) 1)
                                .toByteArray(),
                        List.of("ping 07", "pong ", line("binary", concat(bytes(3), longer, bytes(2))), "binary 01")),
                arguments(
                        frames().frame(1, (byte) 0xC3)
                                .frame(0)
                                .frame(FIN, (byte) 0xBC)
                                .toByteArray(),
                        List.of("text c3bc")),
                arguments(
                        frames().frame(FIN | 2, (byte) 1)
                                .frame(FIN | 8, (byte) 0x0F, (byte) 0xA0, (byte) 'x')
                                .frame(FIN | 2, (byte) 2)
                                .toByteArray(),
                        List.of("binary 01", "close 4000 x")),
                arguments(frames().frame(FIN | 8).toByteArray(), List.of("close 1005 ")));
    }

    @ParameterizedTest
    @MethodSource("violations")
    void endsWithACode_rulesBroken(String what, byte[] stream, int code) {
        for (int piece = 1; piece <= stream.length; piece++) {
            assertThat(readAll(stream, piece)).as(what).isEqualTo(List.of("binary 2a", "violation " + code));
        }
    }

    static Stream<Arguments> violations() {
        return Stream.of(
                arguments(
                        "reserved bit", after().frame(FIN | 0x40 | 2, (byte) 1).toByteArray(), 1002),
                arguments("unknown data opcode", after().frame(FIN | 3).toByteArray(), 1002),
                arguments("unknown control opcode", after().frame(FIN | 11).toByteArray(), 1002),
                arguments("fragmented ping", after().frame(9).toByteArray(), 1002),
                arguments("long ping", after().frame(FIN | 9, bytes(126)).toByteArray(), 1002),
                arguments("continuation of nothing", after().frame(FIN).toByteArray(), 1002),
                arguments(
                        "message in a message", after().frame(2).frame(FIN | 2).toByteArray(), 1002),
                arguments("length not minimal", after().header(FIN | 2, 2, 125).toByteArray(), 1002),
                arguments(
                        "longer length not minimal",
                        after().header(FIN | 2, 8, 65535).toByteArray(),
                        1002),
                arguments(
                        "length with the high bit",
                        after().header(FIN | 2, 8, 1L << 63).toByteArray(),
                        1002),
                arguments("half a close code", after().frame(FIN | 8, (byte) 3).toByteArray(), 1002),
                arguments(
                        "close code 1005",
                        after().frame(FIN | 8, (byte) 3, (byte) 0xED).toByteArray(),
                        1002),
                arguments(
                        "close code 999",
                        after().frame(FIN | 8, (byte) 3, (byte) 0xE7).toByteArray(),
                        1002),
                arguments(
                        "reason not UTF-8",
                        after().frame(FIN | 8, (byte) 3, (byte) 0xE8, (byte) 0xFF)
                                .toByteArray(),
                        1007),
                arguments(
                        "text not UTF-8",
                        after().frame(FIN | 1, (byte) 0xC0, (byte) 0x80).toByteArray(),
                        1007),
                arguments(
                        "text ends early",
                        after().frame(1, (byte) 0xE2).frame(FIN, (byte) 0x82).toByteArray(),
                        1007),
                arguments(
                        "text wrong at once",
                        after().frame(1, (byte) 0xE0, (byte) 0x80).toByteArray(),
                        1007),
                arguments(
                        "too big",
                        after().header(FIN | 2, 8, MAX_MESSAGE + 1).frame(0).toByteArray(),
                        1009),
                arguments(
                        "too big together",
                        after().frame(2, (byte) 1)
                                .header(FIN, 8, MAX_MESSAGE)
                                .frame(0)
                                .toByteArray(),
                        1009));
    }

    @Test
    void endsWith1002_maskAgainstTheRole() {
        assertThat(read(
                        Role.SERVER,
                        new RawFrames(false).frame(FIN | 2, (byte) 1).toByteArray()))
                .containsExactly("violation 1002");
        assertThat(read(
                        Role.CLIENT,
                        new RawFrames(true).frame(FIN | 2, (byte) 1).toByteArray()))
                .containsExactly("violation 1002");
        assertThat(read(
                        Role.CLIENT,
                        new RawFrames(false).frame(FIN | 2, (byte) 1).toByteArray()))
                .containsExactly("binary 01");
    }

    @Test
    void handsOverInTheReceiveBuffer_messageLiesWholeInIt() {
        byte[] stream = frames().frame(FIN | 2, bytes(40)).toByteArray();
        List<byte[]> arrays = new ArrayList<>();
        new WebSocketReader(Role.SERVER, limits(ByteBudget.UNLIMITED), new IgnoredEvents() {
                    @Override
                    public void onBinary(byte[] array, int offset, int length) {
                        arrays.add(array);
                    }
                })
                .read(stream, 0, stream.length);
        assertThat(arrays).hasSize(1);
        assertThat(arrays.getFirst()).isSameAs(stream);
    }

    @Test
    void leavesTheRest_pausedInACallback() {
        byte[] stream =
                frames().frame(FIN | 2, (byte) 1).frame(FIN | 2, (byte) 2).toByteArray();
        PausingEvents pausing = new PausingEvents();
        WebSocketReader reader = new WebSocketReader(Role.SERVER, limits(ByteBudget.UNLIMITED), pausing);
        pausing.pause = reader::pause;
        int used = reader.read(stream, 0, stream.length);
        assertThat(used).isEqualTo(stream.length / 2);
        assertThat(pausing.messages).isEqualTo(1);
        assertThat(reader.read(stream, used, stream.length - used)).isEqualTo(stream.length - used);
        assertThat(pausing.messages).isEqualTo(2);
    }

    @Test
    void takesMemoryForWhatCame_headerPromisesMore() {
        CountedBudget budget = new CountedBudget(1 << 20);
        WebSocketReader reader = new WebSocketReader(Role.SERVER, limits(budget), events);
        byte[] begin = frames().frame(FIN | 2, bytes(MAX_MESSAGE)).toByteArray();
        reader.read(begin, 0, 5000);
        assertThat(budget.taken).isBetween(4_900, 10_000);
        reader.read(begin, 5000, begin.length - 5000);
        assertThat(events.lines()).hasSize(1);
        assertThat(budget.taken).isZero();
    }

    @Test
    void countsNoMoreThanTheMessage_largestMessageInFragments() {
        int most = 64 << 20;
        CountedBudget budget = new CountedBudget(Integer.MAX_VALUE);
        int[] received = new int[1];
        WebSocketReader reader =
                new WebSocketReader(Role.SERVER, new AssemblyLimits(most, budget), new IgnoredEvents() {
                    @Override
                    public void onBinary(byte[] array, int offset, int length) {
                        received[0] = length;
                    }
                });
        byte[] part = new byte[1 << 20];
        for (int at = 0; at < most; at += part.length) {
            int first = (at == 0 ? 2 : 0) | (at + part.length == most ? FIN : 0);
            byte[] frame = frames().frame(first, part).toByteArray();
            reader.read(frame, 0, frame.length);
        }
        assertThat(received[0]).isEqualTo(most);
        assertThat(budget.peak).isEqualTo(most);
        assertThat(budget.taken).isZero();
    }

    @Test
    void tellsHowFarAMessageHasCome_inPieces() {
        WebSocketReader reader = new WebSocketReader(Role.SERVER, limits(ByteBudget.UNLIMITED), events);
        byte[] whole = frames().frame(FIN | 2, bytes(10)).toByteArray();
        reader.read(whole, 0, whole.length);
        assertThat(reader.isAmidMessage()).isFalse();
        assertThat(reader.messagesBegun()).isZero();
        byte[] pieces =
                frames().frame(2, bytes(10)).frame(FIN | 9).frame(0, bytes(20)).toByteArray();
        reader.read(pieces, 0, pieces.length - 5);
        assertThat(reader.isAmidMessage()).isTrue();
        assertThat(reader.messagesBegun()).isEqualTo(1);
        assertThat(reader.unfinishedBytes()).isEqualTo(25);
        reader.stop();
        assertThat(reader.isAmidMessage()).isFalse();
        assertThat(reader.unfinishedBytes()).isZero();
    }

    @Test
    void endsWith1013_budgetUsedUp() {
        CountedBudget budget = new CountedBudget(10_000);
        WebSocketReader reader = new WebSocketReader(Role.SERVER, limits(budget), events);
        byte[] stream = frames().frame(FIN | 2, bytes(50_000)).toByteArray();
        for (int at = 0; at < stream.length; at += 1000) {
            reader.read(stream, at, Math.min(1000, stream.length - at));
        }
        assertThat(events.lines()).containsExactly("violation 1013");
        assertThat(budget.taken).isZero();
    }

    @Test
    void costsLinearTime_messageOfManySmallFragments() {
        byte[] fragment = frames().frame(0, bytes(2)).toByteArray();
        CountedBudget budget = new CountedBudget(1 << 20);
        WebSocketReader reader = new WebSocketReader(Role.SERVER, limits(budget), events);
        byte[] begin = frames().frame(2, bytes(2)).toByteArray();
        reader.read(begin, 0, begin.length);
        for (int i = 0; i < 40_000; i++) {
            byte[] copy = fragment.clone();
            reader.read(copy, 0, copy.length);
        }
        assertThat(budget.takes).isLessThan(20);
    }

    private List<String> read(Role role, byte[] stream) {
        RecordedEvents found = new RecordedEvents();
        new WebSocketReader(role, limits(ByteBudget.UNLIMITED), found).read(stream, 0, stream.length);
        return found.lines();
    }

    private static List<String> readAll(byte[] stream, int piece) {
        RecordedEvents found = new RecordedEvents();
        WebSocketReader reader = new WebSocketReader(Role.SERVER, limits(ByteBudget.UNLIMITED), found);
        byte[] buffer = new byte[piece + 3];
        for (int at = 0; at < stream.length; at += piece) {
            int length = Math.min(piece, stream.length - at);
            System.arraycopy(stream, at, buffer, 3, length);
            assertThat(reader.read(buffer, 3, length)).isEqualTo(length);
            Arrays.fill(buffer, (byte) 0xEE);
        }
        return found.lines();
    }

    private static List<String> readCut(byte[] stream, int cut) {
        RecordedEvents found = new RecordedEvents();
        WebSocketReader reader = new WebSocketReader(Role.SERVER, limits(ByteBudget.UNLIMITED), found);
        byte[] begin = Arrays.copyOf(stream, cut);
        reader.read(begin, 0, cut);
        Arrays.fill(begin, (byte) 0xEE);
        reader.read(stream.clone(), cut, stream.length - cut);
        return found.lines();
    }

    private static AssemblyLimits limits(ByteBudget budget) {
        return new AssemblyLimits(MAX_MESSAGE, budget);
    }

    private static RawFrames frames() {
        return new RawFrames(true);
    }

    private static RawFrames after() {
        return frames().frame(FIN | 2, (byte) 42);
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (31 * i + length);
        }
        return bytes;
    }

    private static byte[] concat(byte[]... parts) {
        java.io.ByteArrayOutputStream whole = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }

    private static String line(String what, byte[] payload) {
        return what + " " + HexFormat.of().formatHex(payload);
    }

    private static final class PausingEvents extends IgnoredEvents {
        private Runnable pause = () -> {};
        private int messages;

        @Override
        public void onBinary(byte[] array, int offset, int length) {
            messages++;
            pause.run();
        }
    }

    private static final class CountedBudget implements ByteBudget {
        private final int most;
        private int taken;
        private int takes;
        private long peak;

        CountedBudget(int most) {
            this.most = most;
        }

        @Override
        public boolean take(int bytes) {
            takes++;
            if ((long) taken + bytes > most) {
                return false;
            }
            taken += bytes;
            peak = Math.max(peak, taken);
            return true;
        }

        @Override
        public void giveBack(int bytes) {
            taken -= bytes;
        }
    }
}
