package org.rembus.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A wire between peers and a broker that a test can cut: it accepts connections on a port of its own and passes bytes
 * both ways to a port on the loopback address.
 */
final class Link implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private Link(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    static Link to(int port) throws IOException {
        Link link = new Link(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
        Thread.ofVirtual().start(link::accept);
        return link;
    }

    /** The address of a component of this name behind the link. */
    String url(String name) {
        return "ws://127.0.0.1:" + listener.getLocalPort() + "/" + name;
    }

    /** Cuts every connection, without a word of farewell. New ones are accepted as before. */
    void cut() {
        for (Socket socket : List.copyOf(sockets)) { // not those of a peer that is already back
            closeQuietly(socket);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                join(listener.accept());
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    System.err.println("link: a connection was not accepted: " + e);
                }
            }
        }
    }

    private void join(Socket near) throws IOException {
        sockets.add(near);
        Socket far;
        try {
            far = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException e) {
            closeQuietly(near);
            throw e;
        }
        sockets.add(far);
        Thread.ofVirtual().start(() -> pass(near, far));
        Thread.ofVirtual().start(() -> pass(far, near));
    }

    private void pass(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // One end is gone; so the other goes below.
        } finally {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private void closeQuietly(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            System.err.println("link: a socket was not closed: " + e);
        }
    }
}
