package org.rembus.client;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Status;

/** The service (status 43) or the target (46) is known, and not connected now. */
public final class UnavailableException extends RembusException {
    private static final long serialVersionUID = 1L;

    UnavailableException(String message, @Nullable String topic, @Nullable Status status, @Nullable Throwable cause) {
        super(message, topic, status, cause);
    }

    @Override
    public boolean mayRetry() {
        return true;
    }

    @Override
    RembusException onCallersStack() {
        return new UnavailableException(getMessage(), topicOrNull(), statusOrNull(), this);
    }
}
