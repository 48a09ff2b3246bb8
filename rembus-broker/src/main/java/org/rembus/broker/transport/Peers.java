package org.rembus.broker.transport;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Remote addresses, as they stand in logs. */
public final class Peers {
    private Peers() {}

    /** @param scheme of the transport without TLS; the connection says whether it is with TLS */
    public static String label(String scheme, Channel channel) {
        return scheme(scheme, channel) + " " + name(channel.remoteAddress());
    }

    private static String scheme(String plain, Channel channel) {
        if (channel.pipeline().get(SslHandler.class) == null) {
            return plain;
        }
        return plain.equals("ws") ? "wss" : "tls";
    }

    /** Without a look-up of names. */
    public static String name(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
                : String.valueOf(address);
    }
}
