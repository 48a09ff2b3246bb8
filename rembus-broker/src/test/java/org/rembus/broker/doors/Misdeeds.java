package org.rembus.broker.doors;

import static org.rembus.broker.doors.Misdeed.answered;
import static org.rembus.broker.doors.Misdeed.closed;
import static org.rembus.broker.doors.Misdeed.passedOver;
import static org.rembus.broker.doors.Misdeed.turnedAway;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.rembus.broker.testing.RawPeer;
import org.rembus.broker.testing.RawTcpPeer;

/** The kinds of bad input, each as every door sees it. What is meant for one door only stands in the tests of that. */
final class Misdeeds {
    private static final String VIOLATION = "closed_violation";
    private static final String REFUSED = "handshakes_refused";
    private static final String MALFORMED = "multiparts_malformed";
    private static final String TEXTS = "texts_refused";
    private static final String NO_ANSWER = "";
    private static final String BAD_REQUEST = "HTTP/1.1 400 Bad Request";
    private static final int DEPTH = 50_000;
    private static final byte[] CLIENT_HELLO = hex("160301008f0100008b0303");
    private static final List<Door> WEB_SOCKETS = List.of(Door.WS, Door.WSS);
    private static final List<Door> STREAMS = List.of(Door.TCP, Door.TLS);

    private Misdeeds() {}

    /** Each kind by its name, with what it is at each door. */
    static Stream<Named<List<Misdeed>>> kinds() {
        return Stream.of(
                kind("more than allowed is announced", tooLong()),
                kind("no frame", noFrames()),
                kind("no message", noMessages()),
                kind("not UTF-8", noUtf8()),
                kind("arrays in arrays", tooDeep()),
                kind("too many items", tooMany()),
                kind("TLS, or none, on a port for the other", tlsOrNot()),
                kind("another protocol", ofAnotherDoor()),
                kind("half a message, and the end", Stream.of(Door.values()).map(Misdeed::halfAndEnd)),
                kind("half a message, and a reset", Stream.of(Door.values()).map(Misdeed::halfAndReset)));
    }

    private static Named<List<Misdeed>> kind(String name, Stream<Misdeed> misdeeds) {
        return Named.of(name, misdeeds.toList());
    }

    private static Stream<Misdeed> tooLong() {
        String name = "a message longer than allowed is announced";
        String reason = "closed_too_big";
        int bytes = Site.MAX_BYTES + 1_000;
        byte[] multipart = ByteBuffer.allocate(9).put((byte) 2).putLong(bytes).array();
        byte[] request = Door.ascii("POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + bytes + "\r\n\r\n");
        return Stream.of(
                        WEB_SOCKETS.stream()
                                .map(door -> closed(door, name, header(RawPeer.BINARY, bytes), reason, "with 1009")),
                        STREAMS.stream()
                                .map(door -> closed(door, name, RawTcpPeer.header(0x8F, bytes), reason, "more than")),
                        Stream.of(
                                closed(Door.JSON, name, header(RawPeer.TEXT, bytes), reason, "closed with 1009"),
                                closed(Door.ZMQ, name, multipart, reason, "more than 100000 bytes"),
                                closed(Door.HTTP, name, request, reason, "refused with 413")))
                .flatMap(kind -> kind);
    }

    private static byte[] header(int opcode, int bytes) {
        return RawPeer.header(RawPeer.FIN | opcode, bytes);
    }

    private static Stream<Misdeed> noFrames() {
        String name = "what is no frame";
        byte[] unmasked = hex("820100");
        return Stream.concat(
                Stream.of(Door.WS, Door.WSS, Door.JSON)
                        .map(door -> closed(door, name, unmasked, VIOLATION, "closed with 1002")),
                Stream.of(
                        closed(Door.TCP, name, hex("820180"), VIOLATION, "no frame begins with 0x82"),
                        closed(Door.TLS, name, hex("820180"), VIOLATION, "no frame begins with 0x82"),
                        closed(Door.ZMQ, name, hex("080100"), VIOLATION, "no frame begins with 0x08"),
                        closed(Door.HTTP, name, Door.ascii("no request\r\n\r\n"), REFUSED, "refused with 400")));
    }

    private static Stream<Misdeed> noMessages() {
        return Stream.concat(
                ofCbor("bytes that are no CBOR", hex("ff"), hex("ff"), hex("80")),
                Stream.of(
                        passedOver(Door.JSON, "a text that is no JSON", Door.text("rubbish"), NO_ANSWER, TEXTS),
                        badBody("a body that is no JSON", "[1")));
    }

    private static Stream<Misdeed> noUtf8() {
        byte[] publish = hex("830161ff80");
        byte[] text = RawPeer.frame(RawPeer.FIN | RawPeer.TEXT, hex("22ff22"));
        return Stream.concat(
                ofCbor("a topic that is not UTF-8", publish, hex("820161ff"), hex("80")),
                Stream.of(
                        closed(Door.JSON, "a text that is not UTF-8", text, VIOLATION, "closed with 1007"),
                        badBody("a body that is not UTF-8", "\"\u00ff\""),
                        answered(
                                Door.HTTP,
                                "a path that is not UTF-8",
                                Door.ascii("GET /%ff HTTP/1.1\r\nHost: localhost\r\n\r\n"),
                                BAD_REQUEST)));
    }

    private static Stream<Misdeed> tooDeep() {
        String name = "arrays in arrays, " + DEPTH + " of them";
        byte[] deep = "\u0081".repeat(DEPTH).getBytes(StandardCharsets.ISO_8859_1);
        byte[] item = Door.join(deep, hex("80"));
        String json = "[".repeat(DEPTH);
        return Stream.concat(
                ofCbor(name, Door.join(hex("83016174"), item), hex("82016174"), item),
                Stream.of(
                        passedOver(
                                Door.JSON,
                                name,
                                Door.text("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"rid\",\"params\":" + json),
                                "-32700",
                                TEXTS),
                        badBody(name, json)));
    }

    private static Stream<Misdeed> tooMany() {
        byte[] item = hex("9b7fffffffffffffff01");
        String batch = "[" + "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"rid\"},".repeat(1_000) + "1]";
        return Stream.concat(
                ofCbor(
                        "an array of more items than there are bytes",
                        Door.join(hex("83016174"), item),
                        hex("82016174"),
                        item),
                Stream.of(
                        passedOver(Door.JSON, "a large batch", Door.text(batch), NO_ANSWER, TEXTS),
                        answered(
                                Door.HTTP,
                                "a large batch",
                                Door.ascii("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + batch.length()
                                        + "\r\n\r\n" + batch),
                                "-32600")));
    }

    /** @param message as a whole; on ZeroMQ: its header, and its data */
    private static Stream<Misdeed> ofCbor(String name, byte[] message, byte[] header, byte[] data) {
        byte[] multipart = Door.join(
                Door.join(new byte[] {1, 0}, zmqFrame(1, header)),
                Door.join(zmqFrame(1, data), zmqFrame(0, hex("deadbeefdeadbeef"))));
        byte[] frame = RawPeer.frame(RawPeer.FIN | RawPeer.BINARY, message);
        return Stream.of(
                        WEB_SOCKETS.stream().map(door -> closed(door, name, frame, VIOLATION, "closed with 1002")),
                        STREAMS.stream()
                                .map(door -> closed(door, name, RawTcpPeer.frame(0x8F, message), VIOLATION, "closed")),
                        Stream.of(passedOver(Door.ZMQ, name, multipart, NO_ANSWER, MALFORMED)))
                .flatMap(kind -> kind);
    }

    private static byte[] zmqFrame(int more, byte[] body) {
        ByteBuffer header = ByteBuffer.allocate(9).put((byte) (2 | more)).putLong(body.length);
        return Door.join(header.array(), body);
    }

    private static Misdeed badBody(String name, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        byte[] head = Door.ascii("POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + bytes.length + "\r\n\r\n");
        return answered(Door.HTTP, name, Door.join(head, bytes), BAD_REQUEST);
    }

    private static Stream<Misdeed> tlsOrNot() {
        byte[] plain = Door.ascii(RawPeer.HANDSHAKE);
        return Stream.concat(
                Stream.of(Door.WS, Door.TCP, Door.ZMQ, Door.HTTP)
                        .map(door -> turnedAway(door, "TLS", CLIENT_HELLO, "it speaks TLS, and this port does not")),
                Stream.of(Door.WSS, Door.TLS)
                        .map(door -> turnedAway(door, "no TLS", plain, "it does not speak TLS, and this port does")));
    }

    private static Stream<Misdeed> ofAnotherDoor() {
        byte[] request = Door.HTTP.call();
        byte[] greeting = Door.ZMQ.greeting();
        return Stream.of(
                closed(Door.TCP, "HTTP", request, VIOLATION, "no frame begins with 0x47"),
                closed(Door.TLS, "HTTP", request, VIOLATION, "no frame begins with 0x47"),
                closed(Door.TCP, "ZeroMQ", greeting, VIOLATION, "no frame begins with 0xff"),
                turnedAway(Door.ZMQ, "HTTP", request, "not ZeroMQ"),
                turnedAway(Door.WS, "ZeroMQ", Door.join(greeting, Door.ascii("\r\n\r\n")), "refused with 400"),
                turnedAway(Door.HTTP, "ZeroMQ", Door.join(greeting, Door.ascii("\r\n\r\n")), "refused with 400"));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
