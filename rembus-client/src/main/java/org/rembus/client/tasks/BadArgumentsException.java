package org.rembus.client.tasks;

/** A call has other arguments than the service takes: it is answered with status 41 and this message. */
public final class BadArgumentsException extends Exception {
    private static final long serialVersionUID = 1L;

    public BadArgumentsException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
