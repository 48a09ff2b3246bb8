package org.rembus.broker.transport.tls;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import org.rembus.broker.transport.PeerFault;
import org.rembus.broker.transport.Traffic;

/** Says what the peer did that its handshake failed. */
final class HandshakeFault {
    private HandshakeFault() {}

    /** The same failure in words for a log; what is no fault of the peer's stays as it is. */
    static Throwable of(Throwable failure) {
        Throwable cause = failure instanceof DecoderException ? failure.getCause() : failure;
        return switch (cause) {
            case NotSslRecordException plain -> fault("it does not speak TLS, and this port does");
            case SSLException e ->
                e.getCause() instanceof ClosedChannelException gone
                        ? gone
                        : fault(words(String.valueOf(e.getMessage())));
            case null -> failure;
            default -> cause;
        };
    }

    private static String words(String message) {
        if (message.contains("unknown_ca")
                || message.contains("certificate_unknown")
                || message.contains("bad_certificate")) {
            return "it does not trust the certificate of this broker (" + message + ")";
        }
        if (message.contains("Empty client certificate chain")) {
            return "it has no certificate, and this broker asks for one";
        }
        if (message.contains("PKIX path") || message.contains("certification path")) {
            return "its certificate is not to be trusted (" + message + ")";
        }
        return "no TLS handshake: " + message;
    }

    private static PeerFault fault(String what) {
        return new PeerFault(Traffic.Count.HANDSHAKES_REFUSED, what);
    }
}
