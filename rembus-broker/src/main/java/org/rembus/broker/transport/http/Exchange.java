package org.rembus.broker.transport.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One request that has come whole, and where its answer goes. */
final class Exchange {
    private final HttpRequest head;
    private final byte[] body;
    private final HttpConnection connection;

    Exchange(HttpRequest head, byte[] body, HttpConnection connection) {
        this.head = head;
        this.body = body;
        this.connection = connection;
    }

    HttpMethod method() {
        return head.method();
    }

    /** As it was sent, with its query. */
    String uri() {
        return head.uri();
    }

    HttpHeaders headers() {
        return head.headers();
    }

    byte[] body() {
        return body;
    }

    /** See {@link HttpConnection#read}: for whatever goes through the body. */
    void read(Supplier<Runnable> reading) {
        connection.read(body.length, reading);
    }

    HttpConnection connection() {
        return connection;
    }

    /** To be called once for each exchange, then or later, on the loop. */
    void answer(Answer answer) {
        boolean keepAlive = HttpUtil.isKeepAlive(head) && !connection.endsWithNextAnswer();
        connection.answer(head(answer, keepAlive), isHead() ? new byte[0] : answer.body(), keepAlive);
    }

    private boolean isHead() {
        return HttpMethod.HEAD.equals(head.method());
    }

    private byte[] head(Answer answer, boolean keepAlive) {
        return head(answer, origin(), keepAlive);
    }

    /** The head of an answer after which the connection ends, whoever asked. */
    static byte[] lastHead(Answer answer) {
        return head(answer, null, false);
    }

    /** The head of an answer that goes on until the connection ends. */
    byte[] eventHead() {
        return begin(HttpResponseStatus.OK, Map.of("Content-Type", "text/event-stream"), origin())
                .append("Connection: close\r\n\r\n: watching\n\n")
                .toString()
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] head(Answer answer, @Nullable String origin, boolean keepAlive) {
        StringBuilder text = begin(answer.status(), answer.headers(), origin);
        if (answer.status().code() != HttpResponseStatus.NO_CONTENT.code()) {
            text.append("Content-Length: ").append(answer.body().length).append("\r\n");
        }
        text.append(keepAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n");
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** @param origin one that is allowed */
    private static StringBuilder begin(
            HttpResponseStatus status, Map<String, String> headers, @Nullable String origin) {
        StringBuilder text = new StringBuilder("HTTP/1.1 ").append(status).append("\r\n");
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        if (origin != null) {
            text.append("Access-Control-Allow-Origin: ").append(origin).append("\r\nVary: Origin\r\n");
        }
        return text.append("Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n");
    }

    /** Only requests of origins that are allowed become exchanges. */
    private @Nullable String origin() {
        return head.headers().get(HttpHeaderNames.ORIGIN);
    }

    /** Whether the sender would rather have events than one answer. */
    boolean wantsEvents() {
        return headers()
                .get(HttpHeaderNames.ACCEPT, "")
                .toLowerCase(Locale.ROOT)
                .contains("text/event-stream");
    }
}
