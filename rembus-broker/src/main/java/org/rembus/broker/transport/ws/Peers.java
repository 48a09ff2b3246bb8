package org.rembus.broker.transport.ws;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Remote addresses, as they stand in logs. */
final class Peers {
    private Peers() {}

    /** Without a look-up of names. */
    static String name(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
                : String.valueOf(address);
    }
}
