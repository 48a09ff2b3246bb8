package org.rembus.broker.doors;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.rembus.broker.testing.RawPeer;
import org.rembus.broker.testing.RawTcpPeer;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.cbor.MessageEncoder;
import org.rembus.protocol.zmq.Handshake;
import org.rembus.protocol.zmq.Multipart;
import org.rembus.protocol.zmq.SocketType;

/** A way into the broker, as bytes. */
enum Door {
    WS("ws"),
    /** JSON-RPC over WebSocket. */
    JSON("ws"),
    WSS("wss"),
    TCP("tcp"),
    TLS("tls"),
    ZMQ("zmq"),
    HTTP("http");

    private static final MessageId ID = MessageId.of(5, MessageId.GEN2_LENGTH);
    private static final int HEAD_BYTES = 10;
    private static final int WHOLE_BYTES = 1_000;

    private final String scheme;

    Door(String scheme) {
        this.scheme = scheme;
    }

    /** Of its port. */
    String scheme() {
        return scheme;
    }

    boolean isEncrypted() {
        return this == WSS || this == TLS;
    }

    /** What is said before messages can be; nothing where nothing is. */
    byte[] greeting() {
        return switch (this) {
            case WS, WSS, JSON -> ascii(RawPeer.HANDSHAKE);
            case ZMQ -> new Handshake(SocketType.DEALER).sent();
            case TCP, TLS, HTTP -> new byte[0];
        };
    }

    /** What the broker waits for when it closes, so that it does not wait. */
    byte[] farewell() {
        return switch (this) {
            case WS, WSS, JSON -> RawPeer.frame(RawPeer.FIN | RawPeer.CLOSE);
            default -> new byte[0];
        };
    }

    /** A message, as it is sent. */
    byte[] wire(Message message) {
        return switch (this) {
            case WS, WSS -> RawPeer.frame(RawPeer.FIN | RawPeer.BINARY, MessageEncoder.encode(message));
            case TCP, TLS -> RawTcpPeer.frame(message);
            case ZMQ -> Multipart.of(message, SocketType.DEALER).toByteArray();
            case JSON, HTTP -> throw new IllegalArgumentException("no CBOR goes through " + this);
        };
    }

    /** A call of the service {@code rid}, which is answered with the broker's name. */
    byte[] call() {
        return switch (this) {
            case JSON -> text("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"rid\"}");
            case HTTP -> ascii("GET /rid HTTP/1.1\r\nHost: localhost\r\n\r\n");
            default -> wire(new Message.Rpc(ID, "rid", null, Payload.NO_ARGUMENTS));
        };
    }

    /** The beginning of a message that is longer. */
    byte[] half() {
        byte[] part = new byte[HEAD_BYTES];
        return switch (this) {
            case WS, WSS -> join(RawPeer.header(RawPeer.FIN | RawPeer.BINARY, WHOLE_BYTES), part);
            case JSON -> join(RawPeer.header(RawPeer.FIN | RawPeer.TEXT, WHOLE_BYTES), part);
            case TCP, TLS -> join(RawTcpPeer.header(0x8D, WHOLE_BYTES), part);
            case ZMQ -> new byte[] {1, 0, 0, 100, 1};
            case HTTP -> ascii("POST /t HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n[1");
        };
    }

    static byte[] text(String json) {
        return RawPeer.frame(RawPeer.FIN | RawPeer.TEXT, json.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] join(byte[] one, byte[] two) {
        byte[] both = new byte[one.length + two.length];
        System.arraycopy(one, 0, both, 0, one.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }

    /** Somebody who came through this door, and hears of a topic from now on. */
    Listener listen(Socket socket, String topic) throws IOException {
        return switch (this) {
            case HTTP -> Listener.toEvents(socket, topic);
            case JSON -> Listener.toTexts(socket, topic);
            default -> Listener.toMessages(this, socket, topic);
        };
    }
}
