package org.rembus.protocol.json;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;

/**
 * JSON-RPC 2.0 as that specification says, without the envelopes of PROTOCOL.md section 5: what the body of an HTTP request may be
 * (section 11). Read in one pass, which keeps nothing but requests.
 *
 * @param entries in the order in which they stand there; one, unless it is a batch
 */
public record JsonRpcBody(Shape shape, List<Entry> entries) {
    /** How what it is answered with looks. */
    public enum Shape {
        SINGLE,
        BATCH
    }

    /** One of the values that there should be a request. */
    public sealed interface Entry {}

    /**
     * A call, or a notification.
     *
     * @param id the JSON that it is, a number digit by digit as it was sent; null for a notification
     */
    public record Request(byte @Nullable [] id, String method, Payload params) implements Entry {}

    /**
     * What is no request.
     *
     * @param id the JSON that it is answered under, {@code null} in JSON perhaps
     */
    public record Invalid(byte[] id, String reason) implements Entry {}

    public JsonRpcBody {
        entries = List.copyOf(entries);
    }

    /**
     * Reads a text in UTF-8. What is none at all, and a batch of more than {@code maxEntries}, is one invalid request.
     *
     * @param maxNesting as {@link JsonToCbor#read}, of each member
     * @throws ProtocolException if it is no JSON, or cannot be taken
     */
    public static JsonRpcBody read(byte[] text, int maxNesting, int maxEntries) throws ProtocolException {
        return new JsonRpcBodyReader(text, maxNesting, maxEntries).read();
    }
}
