package org.rembus.protocol.json;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;
import org.rembus.protocol.cbor.ItemKind;
import org.rembus.protocol.cbor.MessageType;
import org.rembus.protocol.json.JsonRpcException.Fault;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * Writes one message as JSON-RPC (PROTOCOL.md section 5), with the discriminators of both dialects. May be called from any thread.
 */
public final class JsonRpcEncoder {
    private static final String PARAMS = "params";
    private static final String DATA = "data";
    private static final int SLOT = 0x40;

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final JsonGenerator json = Json.FACTORY.createGenerator(ObjectWriteContext.empty(), text);
    private final Receiver receiver;
    private final @Nullable Function<Payload, byte[]> translator;
    private final List<Integer> places = new ArrayList<>(2);
    private @Nullable Payload lastPayload;
    private byte[] lastText = {};

    /** Who reads it. */
    public enum Receiver {
        /** Takes no slots: a publish goes out without. Its arguments are there twice, because Python's reads the second. */
        COMPONENT,
        /** As {@link #COMPONENT}, in {@link Dialect#JULIA}: a challenge is an array of numbers. */
        JULIA_COMPONENT,
        /** Of any make: a publish has its arguments twice, too. The target of a request is before the topic, and its id a string. */
        BROKER,
        /** As {@link #BROKER}, but once is enough. */
        BROKER_OF_OURS;

        private boolean isComponent() {
            return this == COMPONENT || this == JULIA_COMPONENT;
        }
    }

    /** @param translator gives the text of a payload; null when only the places of payloads are asked for */
    private JsonRpcEncoder(Receiver receiver, @Nullable Function<Payload, byte[]> translator) {
        this.receiver = receiver;
        this.translator = translator;
    }

    /** The text in UTF-8 of a message to a component. */
    public static byte[] encode(Message message) {
        return encode(message, CborToJson::write);
    }

    /** @param translator gives the text of a payload, as {@link CborToJson#write} does: for those who have it already */
    public static byte[] encode(Message message, Function<Payload, byte[]> translator) {
        return encode(message, Receiver.COMPONENT, translator);
    }

    /** The text in UTF-8 of a message. */
    public static byte[] encode(Message message, Receiver receiver) {
        return encode(message, receiver, CborToJson::write);
    }

    private static byte[] encode(Message message, Receiver receiver, Function<Payload, byte[]> translator) {
        JsonRpcEncoder encoder = new JsonRpcEncoder(receiver, translator);
        encoder.message(message);
        return encoder.done();
    }

    /** What is around the text of the payload in the text of a message to a component. */
    public static Envelope envelope(Message message) {
        JsonRpcEncoder encoder = new JsonRpcEncoder(Receiver.COMPONENT, null);
        encoder.message(message);
        return new Envelope(encoder.done(), encoder.places);
    }

    /** The answer to what is no message. */
    static byte[] refusal(MessageId id, Fault fault, String reason) {
        JsonRpcEncoder encoder = new JsonRpcEncoder(Receiver.COMPONENT, CborToJson::write);
        encoder.begin(id);
        encoder.error(fault, reason, Status.ERROR, Payload.of(reason));
        return encoder.done();
    }

    private byte[] done() {
        json.writeEndObject();
        json.close();
        return text.toByteArray();
    }

    private void message(Message message) {
        switch (message) {
            case Message.Publish publish -> publish(publish);
            case Message.Rpc rpc -> request(rpc);
            case Message.Response response -> {
                begin(response.id());
                response(response);
            }
            case Message.Ack ack -> idOnly(ack.id(), MessageType.ACK);
            case Message.Ack2 ack2 -> idOnly(ack2.id(), MessageType.ACK2);
            case Message.Admin admin -> {
                begin(admin.id(), admin.topic());
                envelope(PARAMS, MessageType.ADMIN);
                payload(DATA, admin.data());
                json.writeEndObject();
            }
            case Message.Identity identity -> identity(identity);
            case Message.Unregister unregister -> {
                begin(unregister.id(), "__unregister__");
                envelope(PARAMS, MessageType.UNREGISTER);
                json.writeEndObject();
            }
            case Message.Register register -> register(register);
            case Message.Attestation attestation -> attestation(attestation);
            case Message.Ping ping -> throw new IllegalArgumentException("a ping is of ZeroMQ only");
        }
    }

    private void request(Message.Rpc rpc) {
        if (rpc.target() == null) {
            begin(rpc.id(), rpc.topic());
        } else {
            begin(receiver.isComponent() ? rpc.id() : JsonId.asText(rpc.id()), rpc.target() + "/" + rpc.topic());
        }
        arguments(PARAMS, rpc.data());
    }

    private void publish(Message.Publish publish) {
        int all = publish.flags().bits();
        int flags = receiver.isComponent() ? all & ~SLOT : all;
        if (flags == 0) {
            begin(null, publish.topic());
            arguments(PARAMS, publish.data());
        } else {
            begin(publish.requireId(), publish.topic());
            envelope(PARAMS, flags);
            arguments(DATA, publish.data());
            json.writeEndObject();
        }
        if (receiver != Receiver.BROKER_OF_OURS) {
            arguments(DATA, publish.data());
        }
    }

    private void response(Message.Response response) {
        Status status = response.status();
        if (status == Status.SUCCESS || status == Status.CHALLENGE) {
            envelope("result", MessageType.RESPONSE);
            json.writeNumberProperty("sts", status.code());
            result(response);
            json.writeEndObject();
        } else {
            error(faultOf(status), sentence(response.data()), status, response.data());
        }
    }

    private void result(Message.Response response) {
        Payload data = response.data();
        if (response.status() == Status.CHALLENGE
                && receiver == Receiver.JULIA_COMPONENT
                && Challenges.isBinary(data)) {
            json.writeName(DATA);
            Challenges.writeNumbers(data, json);
        } else {
            payload(DATA, data);
        }
    }

    private void error(Fault fault, String message, Status status, Payload data) {
        envelope("error", MessageType.RESPONSE);
        json.writeNumberProperty("sts", status.code());
        payload(DATA, data);
        json.writeNumberProperty("code", fault.code());
        json.writeStringProperty("message", message);
        json.writeEndObject();
    }

    private static Fault faultOf(Status status) {
        return switch (status) {
            case METHOD_NOT_FOUND, METHOD_UNAVAILABLE, METHOD_LOOPBACK, UNKNOWN_COMMAND -> Fault.METHOD_NOT_FOUND;
            case WRONG_ARGUMENTS -> Fault.INVALID_PARAMS;
            case METHOD_EXCEPTION -> Fault.INTERNAL_ERROR;
            default -> Fault.SERVER_ERROR;
        };
    }

    private static String sentence(Payload data) {
        return data.kind() == ItemKind.TEXT ? String.valueOf(data.value()) : "error";
    }

    private void identity(Message.Identity identity) {
        begin(identity.id(), "__identity__");
        envelope(PARAMS, MessageType.IDENTITY);
        json.writeStringProperty("cid", identity.cid());
        meta(identity.meta());
        json.writeEndObject();
    }

    private void register(Message.Register register) {
        begin(register.id(), register.cid());
        envelope(PARAMS, MessageType.REGISTER);
        json.writeStringProperty("pin", register.pin());
        json.writeStringProperty("key_val", Base64.getEncoder().encodeToString(register.publicKey()));
        json.writeNumberProperty("key_type", register.keyType());
        json.writeEndObject();
    }

    private void attestation(Message.Attestation attestation) {
        begin(attestation.id(), attestation.cid());
        envelope(PARAMS, MessageType.ATTESTATION);
        json.writeStringProperty("signature", Base64.getEncoder().encodeToString(attestation.signature()));
        meta(attestation.meta());
        json.writeEndObject();
    }

    private void meta(@Nullable Payload meta) {
        if (meta != null) {
            payload("meta", meta);
        }
    }

    private void idOnly(MessageId id, int type) {
        begin(id);
        envelope("result", type);
        json.writeEndObject();
    }

    private void begin(@Nullable MessageId id, String method) {
        begin(id);
        json.writeStringProperty("method", method);
    }

    private void begin(@Nullable MessageId id) {
        json.writeStartObject();
        json.writeStringProperty("jsonrpc", "2.0");
        if (id != null) {
            json.writeName("id");
            JsonId.write(id, json);
        }
    }

    private void envelope(String name, int type) {
        json.writeName(name);
        json.writeStartObject();
        json.writeNumberProperty("type", type);
        json.writeNumberProperty("__type__", type);
    }

    private void payload(String name, Payload payload) {
        beginValue(name);
        value(payload);
    }

    /** Always an array, as Python's receivers expect. */
    private void arguments(String name, Payload data) {
        beginValue(name);
        boolean isArray = data.kind() == ItemKind.ARRAY;
        if (!isArray) {
            text.write('[');
        }
        if (!data.isNothing()) {
            value(data);
        }
        if (!isArray) {
            text.write(']');
        }
    }

    /** What comes now is JSON already, past the generator, which only hears that there is a value. */
    private void beginValue(String name) {
        json.writeName(name);
        json.writeRawValue("");
        json.flush();
    }

    private void value(Payload payload) {
        if (translator == null) {
            places.add(text.size());
            return;
        }
        if (payload != lastPayload) {
            lastText = translator.apply(payload);
            lastPayload = payload;
        }
        text.writeBytes(lastText);
    }
}
