package org.rembus.client;

/** Too much is waiting to be sent or answered: nothing was sent. Wait for earlier calls first. */
public final class OverloadedException extends RembusException {
    private static final long serialVersionUID = 1L;

    OverloadedException(Details details) {
        super(details);
    }

    @Override
    public boolean mayRetry() {
        return true;
    }
}
