package org.rembus.client;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Status;

/** The service was called and failed (status 40); the message is its text. */
public final class RemoteException extends RembusException {
    private static final long serialVersionUID = 1L;

    RemoteException(String message, @Nullable String topic, @Nullable Status status, @Nullable Throwable cause) {
        super(message, topic, status, cause);
    }

    @Override
    public boolean mayRetry() {
        return false;
    }

    @Override
    RembusException onCallersStack() {
        return new RemoteException(getMessage(), topicOrNull(), statusOrNull(), this);
    }
}
