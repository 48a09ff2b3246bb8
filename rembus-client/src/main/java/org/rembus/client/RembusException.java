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
                OutboxException,
                OverloadedException,
                RefusedException,
                RemoteException,
                RequestTimeoutException,
                ServerStartException,
                UnavailableException,
                WrongArgumentsException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String topic;
    private final @Nullable Status status;

    RembusException(Details details) {
        super(details.message, details.cause);
        this.topic = details.topic;
        this.status = details.status;
    }

    /**
     * What all of them have.
     *
     * @param topic what the failed operation was about, if it was about a topic
     * @param status what the peer answered, if it did
     */
    record Details(
            String message,
            @Nullable String topic,
            @Nullable Status status,
            @Nullable Throwable cause) {}

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
    public boolean mayRetry() {
        return false;
    }

    /** Whether the peer may have done what was asked all the same: then trying again can make it happen twice. */
    public boolean outcomeUnknown() {
        return false;
    }

    /** The same failure with the stack of the thread that calls this, and this as its cause. */
    final RembusException onCallersStack() {
        Details same = new Details(getMessage(), topic, status, this);
        return switch (this) {
            case ConnectionLostException lost -> new ConnectionLostException(same, lost.reason());
            case ConversionException mismatch -> new ConversionException(same, mismatch.source());
            case InterruptedCallException interrupted -> new InterruptedCallException(interrupted);
            case NotConnectedException absent -> new NotConnectedException(same, absent.reason());
            case NotFoundException unknown -> new NotFoundException(same);
            case OutboxException outbox -> new OutboxException(same);
            case OverloadedException overloaded -> new OverloadedException(same);
            case RefusedException refused -> new RefusedException(same, refused.retry());
            case RemoteException failed -> new RemoteException(same);
            case RequestTimeoutException late -> new RequestTimeoutException(same);
            case ServerStartException failed -> new ServerStartException(same);
            case UnavailableException away -> new UnavailableException(same);
            case WrongArgumentsException wrong -> new WrongArgumentsException(same);
        };
    }
}
