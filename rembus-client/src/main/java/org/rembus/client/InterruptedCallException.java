package org.rembus.client;

/**
 * The thread was interrupted while it waited in a blocking call. Its interrupt flag is set again; the operation is
 * abandoned, and whether it happened is not known.
 */
public final class InterruptedCallException extends RembusException {
    private static final long serialVersionUID = 1L;

    InterruptedCallException(Throwable cause) {
        super(new Details("interrupted while waiting", null, null, cause));
    }

    @Override
    public boolean outcomeUnknown() {
        return true;
    }
}
