package org.rembus.broker.transport;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.pem.CertifiedName;

/** Remote addresses, as they stand in logs. */
public final class Peers {
    private Peers() {}

    /** @param scheme of the transport without TLS; the connection says whether it is with TLS */
    public static String label(String scheme, Channel channel) {
        return scheme(scheme, channel) + " " + name(channel.remoteAddress());
    }

    /** The transport, with TLS or without. */
    public static String scheme(String plain, Channel channel) {
        if (channel.pipeline().get(SslHandler.class) == null) {
            return plain;
        }
        return plain.equals("tcp") ? "tls" : plain + "s";
    }

    /** Whether a peer is on this machine, as far as its address tells. */
    public static boolean isLocal(Channel channel) {
        return isLoopback(channel.remoteAddress());
    }

    /** Whether an address is one that only this machine reaches. */
    public static boolean isLoopback(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet
                && inet.getAddress() != null
                && inet.getAddress().isLoopbackAddress();
    }

    /** See {@link org.rembus.broker.routing.connection.Connection#certifiedName}. */
    public static Optional<String> certifiedName(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        return tls == null
                ? Optional.empty()
                : certificate(tls.engine().getSession())
                        .map(shown ->
                                shown instanceof X509Certificate certificate ? CertifiedName.in(certificate) : "");
    }

    private static Optional<Certificate> certificate(SSLSession session) {
        try {
            return Optional.of(session.getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }

    /** Without a look-up of names. */
    public static String name(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
                : String.valueOf(address);
    }
}
