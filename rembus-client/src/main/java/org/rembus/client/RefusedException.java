package org.rembus.client;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Status;

/**
 * The broker, or whoever was asked, said no: an illegal or taken name, a command that is not allowed or not known, a
 * demand for authentication, a service that is busy (statuses 10, 11, 20, 47, 60). The message is the peer's text.
 */
public final class RefusedException extends RembusException {
    private static final long serialVersionUID = 1L;

    private final boolean mayRetry;

    RefusedException(
            String message,
            @Nullable String topic,
            @Nullable Status status,
            boolean mayRetry,
            @Nullable Throwable cause) {
        super(message, topic, status, cause);
        this.mayRetry = mayRetry;
    }

    @Override
    public boolean mayRetry() {
        return mayRetry;
    }

    @Override
    RembusException onCallersStack() {
        return new RefusedException(getMessage(), topicOrNull(), statusOrNull(), mayRetry, this);
    }
}
