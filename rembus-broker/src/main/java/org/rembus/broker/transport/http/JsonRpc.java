package org.rembus.broker.transport.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.Topic;
import org.rembus.protocol.json.CborToJson;
import org.rembus.protocol.json.JsonRpcBody;

/**
 * The JSON-RPC 2.0 of one HTTP request, as its specification says: a single request or a batch, answered with status 200 when all
 * its requests have their answers. A request is a call; a notification, which has no answer, is a message to a topic.
 */
final class JsonRpc {
    static final int MOST_IN_BATCH = 100;

    private static final int PARSE_ERROR = -32700;
    private static final int INVALID_REQUEST = -32600;
    private static final int SERVER_ERROR = -32000;
    private static final byte[] NULL = "null".getBytes(UTF_8);

    private final Exchange exchange;
    private final HttpPeer peer;
    private final int maxNesting;
    private final int maxBytes;
    private final Runnable onDone;
    private final List<byte[]> answers = new ArrayList<>();
    private JsonRpcBody.Shape shape = JsonRpcBody.Shape.SINGLE;
    private int missing;
    private int collectedBytes;
    private int reservedBytes;

    /** @param onDone called when the peer is not needed any more */
    JsonRpc(Exchange exchange, HttpPeer peer, HttpRoom room, Runnable onDone) {
        this.exchange = exchange;
        this.peer = peer;
        this.maxNesting = room.options().maxNesting();
        this.maxBytes = room.options().maxMessageBytes();
        this.onDone = onDone;
    }

    void run() {
        exchange.read(() -> {
            try {
                JsonRpcBody body = JsonRpcBody.read(exchange.body(), maxNesting, MOST_IN_BATCH);
                return () -> begin(body);
            } catch (ProtocolException e) {
                return () -> refuse(String.valueOf(e.getMessage()));
            }
        });
    }

    private void refuse(String reason) {
        collect(error(NULL, PARSE_ERROR, reason));
        finish();
    }

    private void begin(JsonRpcBody body) {
        shape = body.shape();
        // One more, for the loop itself.
        missing = 1;
        body.entries().forEach(this::begin);
        complete();
    }

    private void begin(JsonRpcBody.Entry entry) {
        switch (entry) {
            case JsonRpcBody.Request request -> {
                byte[] id = request.id();
                if (id == null) {
                    notify(request.method(), request.params());
                } else {
                    call(id, request.method(), request.params());
                }
            }
            case JsonRpcBody.Invalid invalid -> collect(error(invalid.id(), INVALID_REQUEST, invalid.reason()));
        }
    }

    /** Nobody hears of it when it is no topic, as the specification wants it. */
    private void notify(String method, Payload arguments) {
        if (Topic.parse(method).filter(topic -> !topic.isPattern()).isPresent()) {
            peer.tell(Message.Publish.of(method, arguments));
        }
    }

    private void call(byte[] id, String method, Payload arguments) {
        missing++;
        peer.call(
                request -> new Message.Rpc(request, method, null, arguments),
                json -> answered(id, answer(id, "result", json)),
                refusal -> answered(id, error(id, SERVER_ERROR, Bodies.text(refusal.data()))));
    }

    private void answered(byte[] id, byte[] answer) {
        if (answer.length > maxBytes - collectedBytes) {
            collect(error(id, SERVER_ERROR, "the answers are too long together"));
        } else if (peer.reserve(answer.length)) {
            reservedBytes += answer.length;
            collect(answer);
        } else {
            collect(error(id, SERVER_ERROR, "too many answers wait for others"));
        }
        complete();
    }

    private static byte[] error(byte[] id, int code, String text) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        json.writeBytes(("{\"code\":" + code + ",\"message\":").getBytes(UTF_8));
        json.writeBytes(CborToJson.write(Payload.of(text)));
        json.write('}');
        return answer(id, "error", json.toByteArray());
    }

    private static byte[] answer(byte[] id, String member, byte[] value) {
        ByteArrayOutputStream json = new ByteArrayOutputStream(value.length + id.length + 64);
        json.writeBytes("{\"jsonrpc\":\"2.0\",\"id\":".getBytes(UTF_8));
        json.writeBytes(id);
        json.writeBytes((",\"" + member + "\":").getBytes(UTF_8));
        json.writeBytes(value);
        json.write('}');
        return json.toByteArray();
    }

    private void collect(byte[] answer) {
        answers.add(answer);
        collectedBytes += answer.length;
    }

    private void complete() {
        missing--;
        if (missing == 0) {
            finish();
        }
    }

    private void finish() {
        peer.giveBack(reservedBytes);
        onDone.run();
        if (answers.isEmpty()) {
            exchange.answer(Answer.nothing(HttpResponseStatus.OK));
        } else {
            exchange.answer(Answer.json(shape == JsonRpcBody.Shape.BATCH ? joined() : answers.getFirst()));
        }
    }

    private byte[] joined() {
        ByteBuffer json = ByteBuffer.allocate(collectedBytes + answers.size() + 1);
        char separator = '[';
        for (byte[] answer : answers) {
            json.put((byte) separator).put(answer);
            separator = ',';
        }
        return json.put((byte) ']').array();
    }
}
