package org.rembus.broker.transport.tls;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import org.rembus.broker.transport.PeerFault;
import org.rembus.broker.transport.Traffic;

/** Says what the peer did that its handshake failed: what it told us is its judgement, all else is ours. */
final class HandshakeFault {
    private static final String TOLD = "Received fatal alert: ";

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
        int told = message.indexOf(TOLD);
        if (told >= 0) {
            return judgement(message.substring(told + TOLD.length()));
        }
        if (message.contains("Empty client certificate chain")) {
            return "it has no certificate, and this broker asks for one";
        }
        // The other is an authority of the same name.
        if (message.contains("path building failed") || message.contains("signature check failed")) {
            return "its certificate is of no authority that this broker trusts (client_ca)";
        }
        if (message.contains("PKIX") || message.contains("certificate")) {
            return "this broker does not trust its certificate: " + message;
        }
        return "no TLS handshake: " + message;
    }

    /** @param alert its name in TLS */
    private static String judgement(String alert) {
        return switch (alert) {
            case "unknown_ca",
                    "bad_certificate",
                    "certificate_unknown",
                    "certificate_expired",
                    "certificate_revoked",
                    "unsupported_certificate" -> "it does not trust the certificate of this broker (" + alert + ")";
            default -> "no TLS handshake: it says " + alert;
        };
    }

    private static PeerFault fault(String what) {
        return new PeerFault(Traffic.Count.HANDSHAKES_REFUSED, what);
    }
}
