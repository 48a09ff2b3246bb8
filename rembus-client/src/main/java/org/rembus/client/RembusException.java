package org.rembus.client;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Status;

/**
 * The root of what goes wrong between a component and its peers. Its leaves are few and known; each tells whether trying
 * again can help and whether the peer may have done what was asked.
 *
 * <p>Mistakes of the caller (an illegal topic, a value that has no form on the wire) are
 * {@link IllegalArgumentException}s instead.
 */
public abstract sealed class RembusException extends RuntimeException
        permits ConnectionLostException,
                ConversionException,
                InterruptedCallException,
                NotConnectedException,
                NotFoundException,
                OverloadedException,
                RefusedException,
                RemoteException,
                RequestTimeoutException,
                UnavailableException,
                WrongArgumentsException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String topic;
    private final @Nullable Status status;

    RembusException(String message, @Nullable String topic, @Nullable Status status, @Nullable Throwable cause) {
        super(message, cause);
        this.topic = topic;
        this.status = status;
    }

    /** What went wrong, in words; never null. */
    @Override
    public final String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** The topic that the failed operation was about, if it was about one. */
    public final Optional<String> topic() {
        return Optional.ofNullable(topic);
    }

    /** The status that the peer answered; empty when no answer came (PROTOCOL.md section 4, "Status codes"). */
    public final Optional<Status> status() {
        return Optional.ofNullable(status);
    }

    /** Whether the same call can succeed later without anybody changing it. */
    public abstract boolean mayRetry();

    /** Whether the peer may have done what was asked all the same: then trying again can make it happen twice. */
    public boolean outcomeUnknown() {
        return false;
    }

    /** The same failure with the stack of the thread that calls this, and this as its cause. */
    abstract RembusException onCallersStack();

    final @Nullable String topicOrNull() {
        return topic;
    }

    final @Nullable Status statusOrNull() {
        return status;
    }
}
