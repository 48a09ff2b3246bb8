package org.rembus.client;

/** The connection ended after the request went out: whether the peer did what was asked is not known. */
public final class ConnectionLostException extends RembusException {
    private static final long serialVersionUID = 1L;

    private final NotConnectedException.Reason reason;

    ConnectionLostException(Details details, NotConnectedException.Reason reason) {
        super(details);
        this.reason = reason;
    }

    /** How the connection ended. */
    public NotConnectedException.Reason reason() {
        return reason;
    }

    /** Only if the component tries to come back. */
    @Override
    public boolean mayRetry() {
        return reason == NotConnectedException.Reason.DISCONNECTED;
    }

    @Override
    public boolean outcomeUnknown() {
        return true;
    }
}
