package org.rembus.client;

import org.jspecify.annotations.Nullable;

/**
 * The thread was interrupted while it waited in a blocking call. Its interrupt flag is set again; the operation is
 * abandoned, and whether it happened is not known.
 */
public final class InterruptedCallException extends RembusException {
    private static final long serialVersionUID = 1L;

    InterruptedCallException(@Nullable Throwable cause) {
        super("interrupted while waiting", null, null, cause);
    }

    @Override
    public boolean mayRetry() {
        return false;
    }

    @Override
    public boolean outcomeUnknown() {
        return true;
    }

    @Override
    RembusException onCallersStack() {
        return new InterruptedCallException(this);
    }
}
