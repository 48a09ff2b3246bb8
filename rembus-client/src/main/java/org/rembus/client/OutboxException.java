package org.rembus.client;

/**
 * The file of the outbox cannot be used: it is in use by another component, damaged, or cannot be written, or its library is
 * missing. What was to be published has not been kept and is not sent. The message says which file and why.
 */
public final class OutboxException extends RembusException {
    private static final long serialVersionUID = 1L;

    OutboxException(Details details) {
        super(details);
    }
}
