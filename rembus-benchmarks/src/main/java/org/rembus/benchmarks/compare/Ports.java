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
        awaitTrue(listener, () -> isOpen(port), "that it listens on port " + port);
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Looks at a program again and again, which tells by no signal how far it is. */
    static void awaitTrue(Child child, Condition condition, String what) throws IOException, InterruptedException {
        for (int i = 0; i < ATTEMPTS && child.isAlive(); i++) {
            if (condition.isTrue()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
        child.close();
        throw new IOException("in vain waited for: " + what);
    }

    /** Something to wait for. */
    @FunctionalInterface
    interface Condition {
        boolean isTrue() throws IOException;
    }
}
