package org.rembus.client;

/** There is no connection, so nothing was sent. */
public final class NotConnectedException extends RembusException {
    private static final long serialVersionUID = 1L;

    /** Why there is none. */
    public enum Reason {
        /** The broker cannot be reached now; the component goes on trying. */
        DISCONNECTED,
        /** The component was closed. */
        CLOSED,
        /** A newer connection of the same name took over (close code 4000); the component does not come back. */
        OVERWRITTEN,
        /** The broker was in this process, and was closed; the component does not come back, since another broker is another one. */
        BROKER_CLOSED
    }

    private final Reason reason;

    NotConnectedException(Details details, Reason reason) {
        super(details);
        this.reason = reason;
    }

    /** Why there is no connection. */
    public Reason reason() {
        return reason;
    }

    @Override
    public boolean mayRetry() {
        return reason == Reason.DISCONNECTED;
    }
}
