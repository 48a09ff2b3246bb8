package org.rembus.client;

/** No answer came in time: whether the peer did what was asked is not known. */
public final class RequestTimeoutException extends RembusException {
    private static final long serialVersionUID = 1L;

    RequestTimeoutException(Details details) {
        super(details);
    }

    @Override
    public boolean mayRetry() {
        return true;
    }

    @Override
    public boolean outcomeUnknown() {
        return true;
    }
}
