package org.rembus.broker.doors;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.rembus.broker.testing.RawPeer;
import org.rembus.broker.testing.RawTcpPeer;
import org.rembus.broker.testing.RawZmqPeer;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.json.CborToJson;

/** A good peer, who subscribes to a topic and goes on hearing of it. */
interface Listener {
    /** The arguments of the next message, in JSON. */
    String next() throws IOException;

    /** Over HTTP. */
    static Listener toEvents(Socket socket, String topic) throws IOException {
        byte[] request =
                Door.ascii("GET /" + topic + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n");
        socket.getOutputStream().write(request);
        readThrough(socket, ": watching\n\n");
        String beginning = "data: {\"topic\":\"" + topic + "\",\"data\":";
        return () -> {
            String event = readThrough(socket, "\n\n").strip();
            while (event.startsWith(":")) {
                event = readThrough(socket, "\n\n").strip();
            }
            return event.startsWith(beginning) ? event.substring(beginning.length(), event.length() - 1) : event;
        };
    }

    private static String readThrough(Socket socket, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith(end)) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("it ended after: " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }

    /** In JSON-RPC. */
    static Listener toTexts(Socket socket, String topic) throws IOException {
        RawPeer peer = RawPeer.over(socket).shakeHands();
        String command = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":{\"type\":3,\"data\":%s}}";
        peer.sendText(command.formatted(topic, "{\"cmd\":\"subscribe\",\"msg_from\":0}"))
                .read();
        peer.sendText(command.formatted("__config__", "{\"cmd\":\"reactive\",\"status\":true}"))
                .read();
        return () -> {
            String text = peer.read().text();
            int arguments = text.indexOf("\"params\":") + "\"params\":".length();
            return text.substring(arguments, text.indexOf(']', arguments) + 1);
        };
    }

    /** In CBOR. */
    static Listener toMessages(Door door, Socket socket, String topic) throws IOException {
        Reader reader = reader(door, socket);
        MessageId id = MessageId.of(1, MessageId.GEN2_LENGTH);
        for (Message.Admin command : new Message.Admin[] {
            new Message.Admin(id, topic, Payload.of(Map.of("cmd", "subscribe", "msg_from", 0))),
            new Message.Admin(id, "__config__", Payload.of(Map.of("cmd", "reactive", "status", true)))
        }) {
            socket.getOutputStream().write(door.wire(command));
            if (!reader.read().equals(Message.Response.success(id))) {
                throw new IOException("refused: " + command);
            }
        }
        return () -> reader.read() instanceof Message.Publish publish
                ? new String(CborToJson.write(publish.data()), StandardCharsets.UTF_8)
                : "no message to a topic";
    }

    /** What reads messages. */
    interface Reader {
        Message read() throws IOException;
    }

    private static Reader reader(Door door, Socket socket) throws IOException {
        return switch (door) {
            case WS, WSS -> RawPeer.over(socket).shakeHands()::readMessage;
            case ZMQ -> RawZmqPeer.over(socket).greet()::readMessage;
            default -> RawTcpPeer.over(socket)::readMessage;
        };
    }
}
