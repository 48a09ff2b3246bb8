package org.rembus.benchmarks.compare;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/** Ports of the loopback. */
final class Ports {
    private static final int ATTEMPTS = 200;
    private static final int PAUSE_MS = 50;

    private Ports() {}

    /** One that nobody listens on. */
    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until somebody listens. */
    static void awaitOpen(int port, Child listener) throws IOException, InterruptedException {
        for (int i = 0; i < ATTEMPTS && listener.isAlive(); i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return;
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
        }
        listener.close();
        throw new IOException("nobody listens on port " + port);
    }
}
