package org.rembus.broker.doors;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;
import org.rembus.broker.testing.TestCertificates;

/** Who sends what is wrong. All its calls block, for ten seconds at most. */
final class Intruder implements AutoCloseable {
    private final Door door;
    private final Socket plain;
    private final Socket socket;
    private final InputStream in;

    private Intruder(Door door, Socket plain, Socket socket) throws IOException {
        this.door = door;
        this.plain = plain;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** One who has connected, and says nothing: not even in TLS. */
    static Intruder atThePort(Door door, Site site) throws IOException {
        Socket socket = TestCertificates.plain(site.address(door.scheme()));
        return new Intruder(door, socket, socket);
    }

    /** One to whom nothing but TLS has been said. */
    static Intruder inTls(Door door, Site site) throws Exception {
        Socket plain = TestCertificates.plain(site.address(door.scheme()));
        return new Intruder(door, plain, site.through(door, plain));
    }

    /** One who has greeted the broker as is proper, and can send messages. */
    static Intruder inside(Door door, Site site) throws Exception {
        Intruder intruder = inTls(door, site);
        intruder.send(door.greeting());
        switch (door) {
            case WS, WSS, JSON -> intruder.readThrough("\r\n\r\n");
            case ZMQ -> intruder.readThrough("ROUTER");
            default -> {}
        }
        return intruder;
    }

    Intruder send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Calls a service as a good peer does, and waits until the answer is there. */
    void expectToLiveOn() throws IOException {
        send(door.call()).readThrough(Site.NAME);
    }

    /** Reads through these characters, each a byte. */
    String readThrough(String end) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String seen = "";
        while (!seen.endsWith(end)) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("it ended, without '" + end + "', after: " + seen);
            }
            bytes.write(next);
            seen = bytes.toString(StandardCharsets.ISO_8859_1);
        }
        return seen;
    }

    /** Reads up to the end, by a reset or in order. */
    String readToEnd() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                bytes.write(next);
            }
        } catch (SocketException | SSLException end) {
            // The end, too.
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /** Says that nothing more comes. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Vanishes: what it had begun is not ended in any way. */
    void reset() throws IOException {
        plain.setSoLinger(true, 0);
        plain.close();
    }

    @Override
    public void close() throws IOException {
        plain.close();
    }
}
