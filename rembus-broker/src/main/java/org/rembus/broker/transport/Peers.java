package org.rembus.broker.transport;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Remote addresses, as they stand in logs. */
public final class Peers {
    private Peers() {}

    /** Without a look-up of names. */
    public static String name(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
                : String.valueOf(address);
    }
}
