package org.rembus.protocol.json;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.Status;
import org.rembus.protocol.cbor.CborReader;
import org.rembus.protocol.cbor.MessageType;
import org.rembus.protocol.json.JsonRpcException.Fault;

/**
 * Reads one JSON-RPC message (PROTOCOL.md section 5) in either dialect, as the message that a CBOR peer would have sent.
 * Its payloads are CBOR, in an array of the message's own.
 */
public final class JsonRpcDecoder {
    /** Around arguments there are at most the message, its params and their array. */
    private static final int ENVELOPE_NESTING = 3;

    private static final String METHOD = "method";
    private static final String PARAMS = "params";
    private static final String DATA = "data";
    private static final String RESULT = "result";
    private static final String ERROR = "error";

    private final int maxNesting;

    /** @param maxNesting as {@link org.rembus.protocol.Limits#MAX_NESTING} */
    public JsonRpcDecoder(int maxNesting) {
        this.maxNesting = maxNesting;
    }

    /** Reads the message that this text in UTF-8 is. */
    public Message decode(byte[] array, int offset, int length) throws JsonRpcException {
        return read(array, offset, length).message();
    }

    /** As {@link #decode}, with the dialect. */
    public JsonMessage read(byte[] array, int offset, int length) throws JsonRpcException {
        Payload text = parse(array, offset, length);
        if (!Members.isObject(text)) {
            throw new JsonRpcException(Fault.INVALID_REQUEST, "not a JSON object", null);
        }
        Members message = Members.of(text);
        MessageId id = JsonId.of(message.get("id"));
        try {
            Message decoded = message(message, id);
            return new JsonMessage(decoded, dialect(message, decoded));
        } catch (ProtocolException wrong) {
            throw new JsonRpcException(
                    Fault.INVALID_REQUEST, String.valueOf(wrong.getMessage()), askedUnder(message, id));
        }
    }

    private static Dialect dialect(Members message, Message decoded) {
        return switch (decoded) {
            case Message.Rpc bare -> Dialect.UNSAID;
            case Message.Publish publish -> publish.id() == null ? Dialect.UNSAID : dialect(message.orNull(PARAMS));
            case Message.Response answer -> dialect(message.orNull(message.has(RESULT) ? RESULT : ERROR));
            case Message.Ack ack -> dialect(message.orNull(RESULT));
            case Message.Ack2 ack2 -> dialect(message.orNull(RESULT));
            default -> dialect(message.orNull(PARAMS));
        };
    }

    /** Of an envelope; or of a bare result, which may look like one. */
    private static Dialect dialect(Payload envelope) {
        return Members.isObject(envelope) ? Members.of(envelope).dialect() : Dialect.UNSAID;
    }

    private Payload parse(byte[] array, int offset, int length) throws JsonRpcException {
        if (isBatch(array, offset, length)) {
            throw new JsonRpcException(Fault.INVALID_REQUEST, "a batch", null);
        }
        try {
            return JsonToCbor.read(array, offset, length, maxNesting + ENVELOPE_NESTING);
        } catch (ProtocolException wrong) {
            MessageId id = EarlyId.find(array, offset, length);
            throw new JsonRpcException(Fault.PARSE_ERROR, String.valueOf(wrong.getMessage()), id);
        }
    }

    /** An array is refused before its elements cost anything. */
    private static boolean isBatch(byte[] array, int offset, int length) {
        int at = offset;
        while (at < offset + length && array[at] <= ' ' && array[at] >= 0) {
            at++;
        }
        return at < offset + length && array[at] == '[';
    }

    /** Who is answered an answer would answer it. */
    private static @Nullable MessageId askedUnder(Members message, @Nullable MessageId id) {
        return message.has(RESULT) || message.has(ERROR) ? null : id;
    }

    private Message message(Members message, @Nullable MessageId id) throws ProtocolException {
        if (!"2.0".equals(message.text("jsonrpc"))) {
            throw new ProtocolException("jsonrpc must be \"2.0\"");
        }
        if (id == null && !message.orNull("id").isNothing()) {
            throw new ProtocolException("id must be a number or a decimal string up to 2^128-1");
        }
        if (message.has(METHOD)) {
            return request(message, id);
        }
        if (id == null || message.has(RESULT) == message.has(ERROR)) {
            throw new ProtocolException("neither a request nor the answer to one");
        }
        return message.has(RESULT) ? result(message, id) : error(message, id);
    }

    private Message request(Members message, @Nullable MessageId id) throws ProtocolException {
        String method = message.text(METHOD);
        Payload params = message.orNull(PARAMS);
        if (method == null) {
            throw new ProtocolException("method must be a text");
        }
        if (Members.isObject(params)) {
            Message enveloped = enveloped(id, method, Members.of(params));
            if (enveloped != null) {
                return enveloped;
            }
        } else if (!params.isNothing() && !Members.isArray(params)) {
            throw new ProtocolException("params must be an array or an object");
        }
        Payload arguments = arguments(params);
        return id == null ? Message.Publish.of(method, arguments) : new Message.Rpc(id, method, null, arguments);
    }

    /** What is in an envelope; null if it is none, but named arguments. */
    private @Nullable Message enveloped(@Nullable MessageId id, String method, Members params)
            throws ProtocolException {
        long type = params.discriminator();
        boolean isPublish = isPublish(type);
        if (!isPublish && !isCommand(type, params) || isPublish && !params.has(DATA)) {
            return null;
        }
        if (id == null) {
            throw new ProtocolException("a message of this type needs an id");
        }
        return isPublish
                ? new Message.Publish(PublishFlags.parse((int) type), id, method, arguments(params.orNull(DATA)))
                : command((int) type, id, method, params);
    }

    private static boolean isPublish(long type) {
        return type == 0x10 || type == 0x30 || type == 0x40 || type == 0x50 || type == 0x70;
    }

    private static boolean isCommand(long type, Members params) {
        return type == MessageType.IDENTITY && params.text("cid") != null
                || type == MessageType.ADMIN && params.has(DATA)
                || type == MessageType.UNREGISTER
                || type == MessageType.REGISTER && params.has("pin") && params.has("key_val")
                || type == MessageType.ATTESTATION && params.has("signature");
    }

    private Message command(int type, MessageId id, String method, Members params) throws ProtocolException {
        return switch (type) {
            case MessageType.IDENTITY ->
                new Message.Identity(id, required(params.text("cid"), "cid"), bounded(params.get("meta")));
            case MessageType.ADMIN -> new Message.Admin(id, method, checked(params.orNull(DATA)));
            case MessageType.UNREGISTER -> new Message.Unregister(id, null);
            case MessageType.REGISTER ->
                new Message.Register(
                        id,
                        method,
                        params.text("pin"),
                        required(params.binary("key_val"), "key_val"),
                        Math.clamp(params.integer("key_type"), 0, 255));
            default ->
                new Message.Attestation(
                        id, method, required(params.binary("signature"), "signature"), bounded(params.get("meta")));
        };
    }

    /** An answer of ours, or of a peer that knows JSON-RPC only and gives its result bare. */
    private Message result(Members message, MessageId id) throws ProtocolException {
        Payload result = message.orNull(RESULT);
        if (!Members.isObject(result)) {
            return new Message.Response(JsonId.asNumber(id), Status.SUCCESS, checked(result));
        }
        Members members = Members.of(result);
        long type = members.discriminator();
        if (type == MessageType.ACK) {
            return new Message.Ack(JsonId.asNumber(id));
        }
        if (type == MessageType.ACK2) {
            return new Message.Ack2(id);
        }
        if (type != MessageType.RESPONSE) {
            return new Message.Response(JsonId.asNumber(id), Status.SUCCESS, checked(result));
        }
        Status status = status(members, Status.SUCCESS);
        Payload data = checked(members.orNull(DATA));
        return new Message.Response(
                JsonId.asNumber(id), status, status == Status.CHALLENGE ? Challenges.read(data) : data);
    }

    private Message error(Members message, MessageId id) throws ProtocolException {
        Payload error = message.orNull(ERROR);
        if (!Members.isObject(error)) {
            throw new ProtocolException("error must be an object");
        }
        Members members = Members.of(error);
        Status said = status(members, Status.ERROR);
        Status status = said == Status.SUCCESS ? Status.ERROR : said;
        Payload text = members.has(DATA) ? members.orNull(DATA) : members.orNull("message");
        return new Message.Response(JsonId.asNumber(id), status, checked(text));
    }

    private static Status status(Members members, Status otherwise) {
        return members.has("sts") ? Status.of(members.integer("sts")) : otherwise;
    }

    private Payload arguments(Payload data) throws ProtocolException {
        return checked(data).asArguments();
    }

    /** Refuses what is nested deeper than a CBOR peer might send it. */
    private Payload checked(Payload data) throws ProtocolException {
        byte[] bytes = data.bytes();
        new CborReader(bytes, 0, bytes.length, maxNesting).skipArguments();
        return Payload.view(bytes, 0, bytes.length);
    }

    private @Nullable Payload bounded(@Nullable Payload meta) throws ProtocolException {
        return meta == null || meta.isNothing() ? null : checked(meta);
    }

    private static <T> T required(@Nullable T member, String name) throws ProtocolException {
        if (member == null) {
            throw new ProtocolException(name + " is not what it should be");
        }
        return member;
    }
}
