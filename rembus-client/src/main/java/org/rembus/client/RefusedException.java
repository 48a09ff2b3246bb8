package org.rembus.client;

/**
 * The broker, or whoever was asked, said no: an illegal or taken name, a command that is not allowed or not known, a
 * demand for authentication, a message that is too long, a service that is busy (statuses 10, 11, 20, 47, 60). The message
 * is the peer's text.
 */
public final class RefusedException extends RembusException {
    private static final long serialVersionUID = 1L;

    private final Retry retry;

    RefusedException(Details details, Retry retry) {
        super(details);
        this.retry = retry;
    }

    /** Whether the refusal is for now or for good. */
    enum Retry {
        MAY_HELP,
        IS_FUTILE
    }

    Retry retry() {
        return retry;
    }

    @Override
    public boolean mayRetry() {
        return retry == Retry.MAY_HELP;
    }
}
