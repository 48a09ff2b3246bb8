package org.rembus.client.values;

/** A value cannot become what was asked for. The message says which value, which type and, inside a structure, where. */
public final class MismatchException extends Exception {
    private static final long serialVersionUID = 1L;

    MismatchException(String reason) {
        super(reason);
    }

    MismatchException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
