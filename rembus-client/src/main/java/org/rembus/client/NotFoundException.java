package org.rembus.client;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Status;

/** Nobody has this service (status 42), nobody but the caller itself (44), or there is no such target (45). */
public final class NotFoundException extends RembusException {
    private static final long serialVersionUID = 1L;

    NotFoundException(String message, @Nullable String topic, @Nullable Status status, @Nullable Throwable cause) {
        super(message, topic, status, cause);
    }

    @Override
    public boolean mayRetry() {
        return false;
    }

    @Override
    RembusException onCallersStack() {
        return new NotFoundException(getMessage(), topicOrNull(), statusOrNull(), this);
    }
}
