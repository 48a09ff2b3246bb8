package org.rembus.client.tls;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The wording of what goes wrong in TLS: what is the matter, and what to do about it. */
public final class TlsFailure {
    /** How the JDK says that a certificate is for other hosts. */
    private static final List<String> OTHER_HOST = List.of("subject alternative", "No name matching");

    /** How the JDK says what the broker has said. */
    private static final Pattern ALERT = Pattern.compile("alert: (\\w+)");

    private static final String NOT_BEGUN =
            "the broker closed the connection instead of beginning TLS; perhaps it does not speak TLS on this port";

    private TlsFailure() {}

    /** Why a connection was not made: the same failure in words, when it is one of TLS; else as it is. */
    public static Throwable notConnected(Throwable failure, TlsFiles files) {
        // Only TLS is begun by both, and so can end without a word, which is what this failure has.
        return failure instanceof ClosedChannelException ? because(NOT_BEGUN, failure) : explained(failure, files);
    }

    private static Throwable explained(Throwable failure, TlsFiles files) {
        Throwable cause = unwrapped(failure);
        if (cause instanceof NotSslRecordException) {
            return because("the broker does not speak TLS on this port", cause);
        }
        if (cause instanceof SSLException) {
            return because(words(cause, files), cause);
        }
        return cause;
    }

    /** What went wrong on a connection, in words. */
    public static String wordsFor(Throwable failure, TlsFiles files) {
        Throwable cause = explained(failure, files);
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /** Whether a failure is one of the network, of TLS or of what a peer does with them; what is not is a fault of ours. */
    public static boolean isOfConnection(Throwable failure) {
        return unwrapped(failure) instanceof IOException;
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof DecoderException && cause != null ? cause : failure;
    }

    private static String words(Throwable failure, TlsFiles files) {
        if (find(failure, CertificateExpiredException.class) != null) {
            return "the broker's certificate has expired";
        }
        // The latter where another authority of the same name is trusted.
        if (find(failure, CertPathBuilderException.class) != null
                || find(failure, CertPathValidatorException.class) != null) {
            return "the broker's certificate is not trusted: " + remedy(files);
        }
        CertificateException certificate = find(failure, CertificateException.class);
        if (certificate != null && says(certificate, OTHER_HOST)) {
            return "the broker's certificate is for other hosts: " + certificate.getMessage();
        }
        Matcher alert = ALERT.matcher(String.valueOf(failure.getMessage()));
        if (alert.find()) {
            return wordsForAlert(alert.group(1), files);
        }
        if (failure instanceof SslHandshakeTimeoutException) {
            return "no answer to the handshake of TLS; perhaps the broker does not speak TLS on this port";
        }
        if (failure instanceof SSLException && find(failure, ClosedChannelException.class) != null) {
            return NOT_BEGUN;
        }
        return "TLS failed: " + failure.getMessage();
    }

    /** What a broker means by its refusal (RFC 8446, section 6.2). */
    private static String wordsForAlert(String alert, TlsFiles files) {
        return switch (alert) {
            case "certificate_required",
                    "bad_certificate",
                    "unsupported_certificate",
                    "certificate_revoked",
                    "certificate_expired",
                    "certificate_unknown",
                    "unknown_ca" ->
                "the broker demands a certificate of components, and " + ownCertificate(alert, files);
            // Before TLS 1.3 that is what some say instead.
            case "handshake_failure" ->
                "the broker refuses the handshake of TLS; perhaps it demands a certificate of components, and "
                        + ownCertificate(alert, files);
            case "protocol_version" -> "the broker speaks neither TLS 1.3 nor 1.2";
            case "unrecognized_name" -> "the broker has no certificate for the host in the address";
            default -> "the broker refuses TLS (" + alert + ")";
        };
    }

    private static String ownCertificate(String alert, TlsFiles files) {
        TlsFiles.Own own = files.credential();
        if (own == null) {
            return "this one has none: name it in REMBUS_CERTIFICATE, and its key in REMBUS_CERTIFICATE_KEY";
        }
        return "does not accept that in " + own.certificate() + " (" + alert + ")";
    }

    private static String remedy(TlsFiles files) {
        String where =
                "put the certificate of the authority that signed it into a file and name that in HTTP_CA_BUNDLE,"
                        + " or put it into the folder " + files.folder() + " as the only one";
        try {
            return where
                    + files.trusted()
                            .map(file -> " (trusted is what stands in " + file + ")")
                            .orElse("");
        } catch (IOException unreadable) {
            return where;
        }
    }

    private static boolean says(Throwable failure, List<String> one) {
        String message = String.valueOf(failure.getMessage());
        return one.stream().anyMatch(message::contains);
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> kind) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (kind.isInstance(each)) {
                return kind.cast(each);
            }
        }
        return null;
    }

    private static ConnectException because(String words, Throwable cause) {
        ConnectException explained = new ConnectException(words);
        explained.initCause(cause);
        return explained;
    }
}
