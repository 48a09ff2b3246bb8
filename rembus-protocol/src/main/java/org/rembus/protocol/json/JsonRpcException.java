package org.rembus.protocol.json;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.MessageId;

/**
 * A text that is no message. Carries what JSON-RPC wants to be answered, and no stack trace, as a
 * {@link org.rembus.protocol.ProtocolException} does not.
 */
public final class JsonRpcException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Fault fault;
    private final transient @Nullable MessageId id;

    JsonRpcException(Fault fault, String reason, @Nullable MessageId id) {
        super(reason, null, false, false);
        this.fault = fault;
        this.id = id;
    }

    /** What is wrong, in the terms of JSON-RPC. */
    enum Fault {
        PARSE_ERROR(-32700),
        INVALID_REQUEST(-32600),
        METHOD_NOT_FOUND(-32601),
        INVALID_PARAMS(-32602),
        INTERNAL_ERROR(-32603),
        /** Of the range left to the implementation. */
        SERVER_ERROR(-32000);

        private final int code;

        Fault(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /** The text to answer, in UTF-8; empty when there is no id to answer under. */
    public Optional<byte[]> answer() {
        return id == null || JsonId.isUnanswered(id)
                ? Optional.empty()
                : Optional.of(JsonRpcEncoder.refusal(id, fault, String.valueOf(getMessage())));
    }
}
