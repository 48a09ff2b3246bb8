package org.rembus.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A broker that components of any kind can meet at. */
interface RunningBroker extends AutoCloseable, Fixtures.Witness {
    /** The address of a component of this name; of an anonymous one when the name is empty. */
    String url(String name);

    /** Its port on the loopback address. */
    int port();

    @Override
    void close();

    /** A port on the loopback address that nobody has at this moment. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
