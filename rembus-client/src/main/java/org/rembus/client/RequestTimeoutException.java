package org.rembus.client;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Status;

/** No answer came in time: whether the peer did what was asked is not known. */
public final class RequestTimeoutException extends RembusException {
    private static final long serialVersionUID = 1L;

    RequestTimeoutException(
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
        return new RequestTimeoutException(getMessage(), topicOrNull(), statusOrNull(), this);
    }
}
