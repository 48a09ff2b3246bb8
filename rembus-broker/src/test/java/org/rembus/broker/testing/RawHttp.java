package org.rembus.broker.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends requests as bytes, so that they may be wrong, and reads answers. */
public final class RawHttp implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("content-length: (\\d+)");
    private static final int ROOM = 64 * 1024;

    private final Socket socket;
    private final InputStream in;

    private RawHttp(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** An answer: its first line and headers as one text, and its body. */
    public record Answer(String head, String body) {
        public int status() {
            return Integer.parseInt(head.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        }
    }

    public static RawHttp connect(InetSocketAddress broker) throws IOException {
        return new RawHttp(RawSockets.connect(broker, ROOM));
    }

    /** A request with a Host, given the first line and perhaps more headers; lines end with LF here. */
    public RawHttp send(String lines, String body) throws IOException {
        String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
        return sendRaw(lines.replace("\n", "\r\n") + "\r\nHost: localhost\r\n" + length + "\r\n" + body);
    }

    public RawHttp sendRaw(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Asks and reads the answer. */
    public Answer ask(String lines, String body) throws IOException {
        return send(lines, body).read();
    }

    public Answer ask(String lines) throws IOException {
        return ask(lines, "");
    }

    /** The next answer, with the body that its length announces. */
    public Answer read() throws IOException {
        String head = readThrough("\r\n\r\n");
        Matcher length = LENGTH.matcher(head.toLowerCase(Locale.ROOT));
        byte[] body = length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : new byte[0];
        return new Answer(head, new String(body, StandardCharsets.UTF_8));
    }

    /** All bytes through the next ones that are these. */
    public String readThrough(String end) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        char last = end.charAt(end.length() - 1);
        int next;
        do {
            next = in.read();
            if (next < 0) {
                throw new IOException("it ended after: " + bytes.toString(StandardCharsets.UTF_8));
            }
            bytes.write(next);
        } while (next != last || !bytes.toString(StandardCharsets.UTF_8).endsWith(end));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Whether nothing but the end comes. */
    public boolean isAtEnd() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
