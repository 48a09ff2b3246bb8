package org.rembus.broker.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Sockets to a broker on this machine, for peers that write their bytes themselves. */
final class RawSockets {
    static final int PATIENCE_MS = 10_000;

    private RawSockets() {}

    /** @param receiveBufferBytes how much the operating system takes while nothing is read; 0: as it likes */
    static Socket connect(InetSocketAddress broker, int receiveBufferBytes) throws IOException {
        Socket socket = new Socket();
        if (receiveBufferBytes > 0) {
            socket.setReceiveBufferSize(receiveBufferBytes);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), broker.getPort()), PATIENCE_MS);
        return socket;
    }
}
