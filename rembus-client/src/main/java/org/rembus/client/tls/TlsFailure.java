package org.rembus.client.tls;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The wording of what goes wrong in TLS: what is the matter, and what to do about it. */
public final class TlsFailure {
    /** How the JDK says that a certificate is for other hosts. */
    private static final List<String> OTHER_HOST = List.of("subject alternative", "No name matching");

    /** How a broker says that it wants a certificate, or another one. */
    private static final List<String> CERTIFICATE_WANTED = List.of("certificate_required", "bad_certificate");

    /** Before TLS 1.3 that is what some say instead. */
    private static final List<String> HANDSHAKE_REFUSED = List.of("handshake_failure");

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
        if (says(failure, CERTIFICATE_WANTED)) {
            return "the broker demands a certificate of components, and " + ownCertificate(files);
        }
        if (says(failure, HANDSHAKE_REFUSED)) {
            return "the broker refuses the handshake of TLS; perhaps it demands a certificate of components, and "
                    + ownCertificate(files);
        }
        if (failure instanceof SSLException && find(failure, ClosedChannelException.class) != null) {
            return NOT_BEGUN;
        }
        return "TLS failed: " + failure.getMessage();
    }

    private static String ownCertificate(TlsFiles files) {
        return files.credential() == null ? "this one has none" : "does not accept that of this one";
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
