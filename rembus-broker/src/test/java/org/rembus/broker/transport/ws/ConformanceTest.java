package org.rembus.broker.transport.ws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.rembus.broker.testing.RawPeer.BINARY;
import static org.rembus.broker.testing.RawPeer.CLOSE;
import static org.rembus.broker.testing.RawPeer.CONTINUATION;
import static org.rembus.broker.testing.RawPeer.FIN;
import static org.rembus.broker.testing.RawPeer.PING;
import static org.rembus.broker.testing.RawPeer.PONG;
import static org.rembus.broker.testing.RawPeer.TEXT;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.routing.connection.Connection;
import org.rembus.broker.testing.RawPeer;
import org.rembus.broker.transport.Admission;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.RecordingAcceptor;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.memory.BufferBudget;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;
import org.rembus.protocol.cbor.MessageEncoder;

/**
 * The rules of RFC 6455 over a real socket, in the order of the Autobahn test suite: each conversation sent at once, and byte by byte.
 * The acceptor answers each RPC with its own arguments.
 */
@Timeout(60)
final class ConformanceTest {
    private static final int RESERVED = 0x40;
    private static final BufferBudget BUDGET = new BufferBudget(256 << 20);
    private static TransportLoop loop;
    private static WebSocketListener listener;
    private static InetSocketAddress address;

    @BeforeAll
    static void start() throws IOException {
        loop = TransportLoop.start(BUDGET, new Admission(1000, 1000), System::nanoTime);
        ConnectionOptions options = ConnectionOptions.DEFAULT.withCloseTimeout(Duration.ofMillis(300));
        listener = new WebSocketListener(loop, new RecordingAcceptor(ConformanceTest::echo), options);
        address = listener.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterAll
    static void stop() {
        listener.close();
        loop.close();
        assertThat(BUDGET.used()).isZero();
    }

    private static void echo(Connection connection, Message message) {
        if (message instanceof Message.Rpc rpc) {
            connection.send(new Message.Response(rpc.id(), Status.SUCCESS, rpc.data()));
        }
    }

    // -- what a connection survives --

    @ParameterizedTest(name = "{0}")
    @MethodSource("legal")
    void legalConversation_isAnswered_andTheConnectionLivesOn(String what, byte[] sent, List<RawPeer.Frame> expected)
            throws IOException {
        for (int piece : new int[] {sent.length, 1}) {
            try (RawPeer peer = RawPeer.connect(address)) {
                send(peer, sent, piece);
                for (RawPeer.Frame frame : expected) {
                    assertSame(peer.read(), frame);
                }
                peer.sendRaw(request(new byte[3]));
                assertSame(peer.read(), answer(new byte[3]));
            }
        }
    }

    static Stream<Arguments> legal() {
        Stream<Arguments> sizes = IntStream.of(0, 90, 91, 92, 200, 65_490, 65_500, 65_510, 70_000)
                .mapToObj(size -> legal(
                        "1: a message with " + size + " B of text", request(new byte[size]), answer(new byte[size])));
        byte[] longest = new byte[125];
        Arrays.fill(longest, (byte) 0xFE);
        byte[] whole = encoded(new byte[40]);
        Stream<Arguments> others = Stream.of(
                legal("2.1: a ping", RawPeer.frame(FIN | PING), frame(FIN | PONG)),
                legal("2.4: the longest ping", RawPeer.frame(FIN | PING, longest), frame(FIN | PONG, longest)),
                legal("2.7: a pong that nobody asked for", RawPeer.frame(FIN | PONG, longest)),
                legal(
                        "2.10: many pings",
                        joined(IntStream.range(0, 10).mapToObj(i -> RawPeer.frame(FIN | PING, (byte) i))),
                        IntStream.range(0, 10)
                                .mapToObj(i -> frame(FIN | PONG, (byte) i))
                                .toArray(RawPeer.Frame[]::new)),
                legal("5.3: in two fragments", fragments(BINARY, whole, 20), answer(new byte[40])),
                legal("5.3: in fragments of a byte", fragments(BINARY, whole, 1), answer(new byte[40])),
                legal(
                        "5.7: a ping between fragments",
                        joined(Stream.of(
                                RawPeer.frame(BINARY, Arrays.copyOf(whole, 7)),
                                RawPeer.frame(FIN | PING, (byte) 1),
                                RawPeer.frame(FIN, Arrays.copyOfRange(whole, 7, whole.length)))),
                        frame(FIN | PONG, (byte) 1),
                        answer(new byte[40])),
                legal(
                        "5.19: empty fragments",
                        joined(Stream.of(
                                RawPeer.frame(BINARY),
                                RawPeer.frame(CONTINUATION),
                                RawPeer.frame(CONTINUATION, whole),
                                RawPeer.frame(FIN))),
                        answer(new byte[40])));
        return Stream.of(sizes, others, texts()).flatMap(all -> all);
    }

    /** They are no JSON, and so get no answer. */
    private static Stream<Arguments> texts() {
        return Stream.of("κόσμε", "\uFEFF", "\uFFFF \uFFFE", "\u0080\u0800\uD800\uDC00\uDBFF\uDFFF")
                .map(text -> legal(
                        "6: text " + HexFormat.of().formatHex(text.getBytes(UTF_8)),
                        fragments(TEXT, text.getBytes(UTF_8), 1)));
    }

    // -- what a connection does not survive --

    @ParameterizedTest(name = "{0}")
    @MethodSource("illegal")
    void illegalConversation_endsWithTheCode(String what, byte[] sent, int code) throws IOException {
        for (int piece : new int[] {sent.length, 1}) {
            try (RawPeer peer = RawPeer.connect(address)) {
                send(peer, sent, piece);
                assertThat(peer.readClose()).as(what).isEqualTo(code);
                peer.readToEnd();
            }
        }
    }

    static Stream<Arguments> illegal() {
        Stream<Arguments> opcodes = IntStream.of(3, 4, 5, 6, 7, 11, 12, 13, 14, 15)
                .mapToObj(opcode -> arguments("4: opcode " + opcode, RawPeer.frame(FIN | opcode), 1002));
        Stream<Arguments> others = Stream.of(
                arguments("2.5: a ping too long", RawPeer.frame(FIN | PING, new byte[126]), 1002),
                arguments("3.1: a reserved bit", RawPeer.frame(FIN | RESERVED | BINARY, encoded(new byte[3])), 1002),
                arguments("3.5: a reserved bit of a ping", RawPeer.frame(FIN | RESERVED | PING), 1002),
                arguments("3.6: a reserved bit of a close", RawPeer.frame(FIN | RESERVED | CLOSE), 1002),
                arguments("5.1: a ping in fragments", RawPeer.frame(PING), 1002),
                arguments("5.2: a pong in fragments", RawPeer.frame(PONG), 1002),
                arguments("5.9: the end of nothing", RawPeer.frame(FIN), 1002),
                arguments("5.12: the middle of nothing", RawPeer.frame(CONTINUATION), 1002),
                arguments(
                        "5.18: a message within a message",
                        joined(Stream.of(RawPeer.frame(BINARY, (byte) 1), RawPeer.frame(FIN | BINARY))),
                        1002),
                arguments("7.3.2: half a code", RawPeer.frame(FIN | CLOSE, (byte) 3), 1002),
                arguments("7.3.6: a reason too long", RawPeer.frame(FIN | CLOSE, reason(new byte[124])), 1002),
                arguments("7.5.1: a reason that is no UTF-8", RawPeer.frame(FIN | CLOSE, reason((byte) 0xCE)), 1007));
        return Stream.of(opcodes, others, badTexts()).flatMap(all -> all);
    }

    private static Stream<Arguments> badTexts() {
        return Stream.of(
                        "80",
                        "bf",
                        "c080",
                        "c1bf",
                        "c2",
                        "c328",
                        "e08080",
                        "e282",
                        "eda080",
                        "edbfbf",
                        "f08080af",
                        "f0909f",
                        "f4908080",
                        "f5808080",
                        "f888808080",
                        "fe",
                        "ff",
                        "cebae1bdb9cf83cebcceb5eda080")
                .map(hex -> HexFormat.of().parseHex(hex))
                .flatMap(bytes -> Stream.of(
                        arguments("6: " + HexFormat.of().formatHex(bytes), RawPeer.frame(FIN | TEXT, bytes), 1007),
                        arguments("6: cut " + HexFormat.of().formatHex(bytes), fragments(TEXT, bytes, 1), 1007)));
    }

    // -- closing --

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999})
    void close_withALegalCode_isAnsweredWithIt_andNothingBehindItIsHeard(int code) throws IOException {
        try (RawPeer peer = RawPeer.connect(address)) {
            byte[] close = RawPeer.frame(FIN | CLOSE, (byte) (code >>> 8), (byte) code);
            peer.sendRaw(joined(Stream.of(close, RawPeer.frame(FIN | PING), request(new byte[3]))));
            RawPeer.Frame answer = peer.read();
            assertThat(answer.first()).isEqualTo(FIN | CLOSE);
            assertThat(answer.closeCode()).isEqualTo(code);
            peer.readToEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535})
    void close_withAnIllegalCode_isAViolation(int code) throws IOException {
        try (RawPeer peer = RawPeer.connect(address)) {
            peer.sendClose(code);
            assertThat(peer.readClose()).isEqualTo(1002);
            peer.readToEnd();
        }
    }

    // -- how it is written down --

    private static Arguments legal(String what, byte[] sent, RawPeer.Frame... expected) {
        return arguments(what, sent, List.of(expected));
    }

    private static void send(RawPeer peer, byte[] bytes, int piece) throws IOException {
        if (bytes.length > 5000) {
            peer.sendRaw(bytes);
            return;
        }
        for (int i = 0; i < bytes.length; i += piece) {
            peer.sendRaw(Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + piece)));
        }
    }

    private static void assertSame(RawPeer.Frame actual, RawPeer.Frame expected) {
        assertThat(actual.first()).isEqualTo(expected.first());
        assertThat(actual.payload()).isEqualTo(expected.payload());
    }

    private static RawPeer.Frame frame(int first, byte... payload) {
        return new RawPeer.Frame(first, payload);
    }

    private static byte[] encoded(byte[] argument) {
        return MessageEncoder.encode(new Message.Rpc(MessageId.of(7, 8), "echo", null, Payload.ofArguments(argument)));
    }

    private static byte[] request(byte[] argument) {
        return RawPeer.frame(FIN | BINARY, encoded(argument));
    }

    private static RawPeer.Frame answer(byte[] argument) {
        Message response = new Message.Response(MessageId.of(7, 8), Status.SUCCESS, Payload.ofArguments(argument));
        return frame(FIN | BINARY, MessageEncoder.encode(response));
    }

    private static byte[] reason(byte... text) {
        return joined(Stream.of(new byte[] {3, (byte) 0xE8}, text));
    }

    /** A message in fragments of so many bytes. */
    private static byte[] fragments(int opcode, byte[] payload, int bytes) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int i = 0; i < payload.length; i += bytes) {
            int end = Math.min(payload.length, i + bytes);
            int first = (i == 0 ? opcode : CONTINUATION) | (end == payload.length ? FIN : 0);
            frames.writeBytes(RawPeer.frame(first, Arrays.copyOfRange(payload, i, end)));
        }
        return frames.toByteArray();
    }

    private static byte[] joined(Stream<byte[]> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
