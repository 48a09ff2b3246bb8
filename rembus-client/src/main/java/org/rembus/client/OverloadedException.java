package org.rembus.client;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Status;

/** Too much is waiting to be sent or answered: nothing was sent. Wait for earlier calls first. */
public final class OverloadedException extends RembusException {
    private static final long serialVersionUID = 1L;

    OverloadedException(String message, @Nullable String topic, @Nullable Status status, @Nullable Throwable cause) {
        super(message, topic, status, cause);
    }

    @Override
    public boolean mayRetry() {
        return true;
    }

    @Override
    RembusException onCallersStack() {
        return new OverloadedException(getMessage(), topicOrNull(), statusOrNull(), this);
    }
}
