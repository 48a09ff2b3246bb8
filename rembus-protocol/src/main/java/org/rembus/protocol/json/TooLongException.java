package org.rembus.protocol.json;

/** A text would become longer than it may. */
final class TooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLongException() {
        super("longer than it may be", null, false, false);
    }
}
