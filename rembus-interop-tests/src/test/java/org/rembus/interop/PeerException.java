package org.rembus.interop;

import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** What a foreign component's own library raised. */
final class PeerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String type;
    private final String text;
    private final int status;

    private PeerException(String type, String text, int status) {
        super(type + (status < 0 ? "" : " " + status) + ": " + text);
        this.type = type;
        this.text = text;
        this.status = status;
    }

    static PeerException of(JsonNode error) {
        JsonNode status = error.get("status");
        return new PeerException(
                error.get("type").asString(), error.get("message").asString(), status.isNull() ? -1 : status.asInt());
    }

    /** The same, with the stack of the caller. */
    PeerException atCaller() {
        return new PeerException(type, text, status);
    }

    /** The exception's class, such as {@code RembusError} or {@code RembusTimeout}. */
    String type() {
        return type;
    }

    /** What the broker sent as the error's data, for a {@code RembusError}. */
    String text() {
        return text;
    }

    /** The status code, when an error RESPONSE was the reason. */
    OptionalInt status() {
        return status < 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }
}
