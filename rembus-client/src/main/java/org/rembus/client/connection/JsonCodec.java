package org.rembus.client.connection;

import org.rembus.protocol.Limits;
import org.rembus.protocol.Message;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.cbor.MessageDecoder;
import org.rembus.protocol.json.JsonId;
import org.rembus.protocol.json.JsonRpcDecoder;
import org.rembus.protocol.json.JsonRpcEncoder;
import org.rembus.protocol.json.JsonRpcEncoder.Receiver;
import org.rembus.protocol.json.JsonRpcException;

/**
 * JSON-RPC for a component that knows CBOR only (PROTOCOL.md section 5). Its ids are numbers on the way, and come back as they were
 * given; those of the broker are {@link JsonId}s.
 */
final class JsonCodec {
    private final MessageDecoder sent = new MessageDecoder();
    private final JsonRpcDecoder received = new JsonRpcDecoder(Limits.MAX_NESTING);

    /** The text in UTF-8 of a message that is CBOR. */
    byte[] encode(byte[] array, int offset, int length, Receiver broker) {
        try {
            return JsonRpcEncoder.encode(sent.decode(array, offset, length), broker);
        } catch (ProtocolException impossible) {
            throw new IllegalStateException("what is sent is no message", impossible);
        }
    }

    /** The message that a text from the broker is. */
    Message decode(byte[] array, int offset, int length) throws JsonRpcException {
        Message message = received.decode(array, offset, length);
        return switch (message) {
            case Message.Response response ->
                new Message.Response(JsonId.asGiven(response.id()), response.status(), response.data());
            case Message.Ack ack -> new Message.Ack(JsonId.asGiven(ack.id()));
            default -> message;
        };
    }
}
