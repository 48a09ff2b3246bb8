package org.rembus.client;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Status;

/** The service does not take these arguments (status 41); the message is its text. */
public final class WrongArgumentsException extends RembusException {
    private static final long serialVersionUID = 1L;

    WrongArgumentsException(
            String message, @Nullable String topic, @Nullable Status status, @Nullable Throwable cause) {
        super(message, topic, status, cause);
    }

    @Override
    public boolean mayRetry() {
        return false;
    }

    @Override
    RembusException onCallersStack() {
        return new WrongArgumentsException(getMessage(), topicOrNull(), statusOrNull(), this);
    }
}
