package org.rembus.broker.transport.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.Status;
import org.rembus.protocol.Topic;
import org.rembus.protocol.json.CborToJson;
import org.rembus.protocol.json.JsonToCbor;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/**
 * The JSON-RPC 2.0 of one HTTP request, as its specification says: a single request or a batch, answered with status 200 when all
 * its requests have their answers. A request is a call; a notification, which has no answer, is a message to a topic.
 */
final class JsonRpc {
    static final int MOST_IN_BATCH = 100;

    private static final int PARSE_ERROR = -32700;
    private static final int INVALID_REQUEST = -32600;
    private static final int INVALID_PARAMS = -32602;
    private static final int SERVER_ERROR = -32000;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Exchange exchange;
    private final HttpPeer peer;
    private final int maxNesting;
    private final long maxBytes;
    private final Runnable onDone;
    private final List<byte[]> answers = new ArrayList<>();
    private boolean batch;
    private int missing;
    private long collectedBytes;

    /** @param onDone called when the peer is not needed any more */
    JsonRpc(Exchange exchange, HttpPeer peer, HttpRoom room, Runnable onDone) {
        this.exchange = exchange;
        this.peer = peer;
        this.maxNesting = room.options().maxNesting();
        this.maxBytes = room.options().maxMessageBytes();
        this.onDone = onDone;
    }

    void run() {
        JsonNode body = parse();
        if (body == null) {
            return;
        }
        batch = body.isArray();
        if (batch && (body.isEmpty() || body.size() > MOST_IN_BATCH)) {
            batch = false;
            refuse(INVALID_REQUEST, "a batch has from 1 to " + MOST_IN_BATCH + " requests");
            return;
        }
        // One more, for the loop itself.
        missing = 1;
        if (batch) {
            body.forEach(this::begin);
        } else {
            begin(body);
        }
        complete();
    }

    private @Nullable JsonNode parse() {
        if (exchange.body().length == 0) {
            refuse(INVALID_REQUEST, "there is no request");
            return null;
        }
        try {
            return MAPPER.readTree(exchange.body());
        } catch (JacksonException e) {
            refuse(PARSE_ERROR, "this is no JSON");
            return null;
        }
    }

    private void refuse(int code, String text) {
        collect(error(NullNode.getInstance(), code, text));
        finish();
    }

    private void begin(JsonNode request) {
        JsonNode id = request.get("id");
        boolean usable = id == null || id.isNull() || id.isString() || id.isNumber();
        JsonNode method = request.get("method");
        JsonNode params = request.get("params");
        if (!usable
                || method == null
                || !method.isString()
                || !"2.0".equals(request.path("jsonrpc").asString(""))
                || (params != null && !params.isContainer())) {
            JsonNode named = usable && id != null ? id : NullNode.getInstance();
            collect(error(named, INVALID_REQUEST, "this is no JSON-RPC 2.0 request"));
            return;
        }
        try {
            Payload arguments = arguments(params);
            if (id == null) {
                notify(method.stringValue(), arguments);
            } else {
                call(id, method.stringValue(), arguments);
            }
        } catch (ProtocolException e) {
            if (id != null) {
                collect(error(id, INVALID_PARAMS, String.valueOf(e.getMessage())));
            }
        }
    }

    private Payload arguments(@Nullable JsonNode params) throws ProtocolException {
        if (params == null) {
            return Payload.NO_ARGUMENTS;
        }
        try (JsonParser parser = params.traverse(ObjectReadContext.empty())) {
            parser.nextToken();
            return JsonToCbor.read(parser, maxNesting);
        }
    }

    /** Nobody hears of it when it is no topic, as the specification wants it. */
    private void notify(String method, Payload arguments) {
        if (Topic.parse(method).filter(topic -> !topic.isPattern()).isPresent()) {
            peer.tell(Message.Publish.of(method, arguments));
        }
    }

    private void call(JsonNode id, String method, Payload arguments) {
        missing++;
        peer.ask(request -> new Message.Rpc(request, method, null, arguments), response -> {
            collect(
                    response.status() == Status.SUCCESS
                            ? result(id, response.data())
                            : error(id, SERVER_ERROR, Bodies.text(response.data())));
            complete();
        });
    }

    private byte[] result(JsonNode id, Payload data) {
        byte[] json = CborToJson.write(data);
        return collectedBytes + json.length > maxBytes
                ? error(id, SERVER_ERROR, "the answers are too long together")
                : answer(id, "result", json);
    }

    private static byte[] error(JsonNode id, int code, String text) {
        return answer(
                id,
                "error",
                MAPPER.writeValueAsBytes(
                        MAPPER.createObjectNode().put("code", code).put("message", text)));
    }

    private static byte[] answer(JsonNode id, String member, byte[] value) {
        ByteArrayOutputStream json = new ByteArrayOutputStream(value.length + 64);
        json.writeBytes("{\"jsonrpc\":\"2.0\",\"id\":".getBytes(StandardCharsets.UTF_8));
        json.writeBytes(MAPPER.writeValueAsBytes(id));
        json.writeBytes((",\"" + member + "\":").getBytes(StandardCharsets.UTF_8));
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
        onDone.run();
        if (answers.isEmpty()) {
            exchange.answer(Answer.nothing(HttpResponseStatus.OK));
        } else {
            exchange.answer(Answer.json(batch ? joined() : answers.getFirst()));
        }
    }

    private byte[] joined() {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        byte separator = '[';
        for (byte[] answer : answers) {
            json.write(separator);
            json.writeBytes(answer);
            separator = ',';
        }
        json.write(']');
        return json.toByteArray();
    }
}
