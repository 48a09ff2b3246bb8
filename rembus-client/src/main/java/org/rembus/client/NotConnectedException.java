package org.rembus.client;

import org.jspecify.annotations.Nullable;

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
        OVERWRITTEN
    }

    private final Reason reason;

    NotConnectedException(Reason reason, String message, @Nullable String topic, @Nullable Throwable cause) {
        super(message, topic, null, cause);
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

    @Override
    RembusException onCallersStack() {
        return new NotConnectedException(reason, getMessage(), topicOrNull(), this);
    }
}
