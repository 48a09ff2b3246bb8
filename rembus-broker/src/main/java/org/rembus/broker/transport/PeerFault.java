package org.rembus.broker.transport;

import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** The peer broke the rules of what carries its frames. It goes through the pipeline to whoever can log and close. */
public final class PeerFault extends IOException {
    private static final long serialVersionUID = 1L;

    private final Traffic.Count count;

    /**
     * @param count what it is counted as
     * @param what it did, for the log
     */
    public PeerFault(Traffic.Count count, String what) {
        super(what);
        this.count = count;
    }

    /** What is behind a failure, without what Netty puts around it. */
    public static Throwable reason(Throwable failure) {
        return failure instanceof DecoderException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** The peer's fault in a failure, be it of its TLS or of what it sent; empty when it is the network's, or ours. */
    public static Optional<PeerFault> in(Throwable failure) {
        return switch (reason(failure)) {
            case PeerFault fault -> Optional.of(fault);
            case SSLException e ->
                Optional.of(new PeerFault(Traffic.Count.CLOSED_VIOLATION, String.valueOf(e.getMessage())));
            default -> Optional.empty();
        };
    }

    public Traffic.Count count() {
        return count;
    }
}
