package org.rembus.cli.json;

/** A text is not one JSON value, or is one that cannot travel. The message says why, fit for the end of a sentence. */
public final class NotJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    NotJsonException(String reason) {
        super(reason);
    }

    NotJsonException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
