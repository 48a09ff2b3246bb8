package org.rembus.broker.transport.http;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import org.rembus.broker.transport.Peers;

/** Who reaches the address that a connection came to, and so by what names a browser may have been led there. */
public enum Reach {
    /** This machine alone: by its names for itself. */
    THIS_MACHINE,

    /** Others, too: by any name that somebody gives to that address. */
    NETWORK,

    /** By TLS, or in another way in which nobody is misled: a browser has compared the name with the certificate. */
    CERTAIN;

    /** That of a connection. */
    public static Reach of(Channel channel) {
        boolean isCertain = channel.pipeline().get(SslHandler.class) != null
                || !(channel.localAddress() instanceof InetSocketAddress);
        if (isCertain) {
            return CERTAIN;
        }
        return Peers.isLoopback(channel.localAddress()) ? THIS_MACHINE : NETWORK;
    }
}
