package org.rembus.client;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Status;

/** The connection broke after the request went out: whether the peer did what was asked is not known. */
public final class ConnectionLostException extends RembusException {
    private static final long serialVersionUID = 1L;

    ConnectionLostException(
            String message, @Nullable String topic, @Nullable Status status, @Nullable Throwable cause) {
        super(message, topic, status, cause);
    }

    @Override
    public boolean mayRetry() {
        return true;
    }

    @Override
    public boolean outcomeUnknown() {
        return true;
    }

    @Override
    RembusException onCallersStack() {
        return new ConnectionLostException(getMessage(), topicOrNull(), statusOrNull(), this);
    }
}
