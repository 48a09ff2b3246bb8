package org.rembus.broker.transport.ws;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.rembus.broker.routing.Router;
import org.rembus.protocol.Extensions;

/**
 * Answers the HTTP request that a WebSocket connection begins with (RFC 6455 section 4.2). The path is ignored, the first
 * sub-protocol accepted whatever it is, extensions of WebSocket declined, those of Rembus that are known here agreed to (PROTOCOL.md section 15).
 */
final class Handshake {
    private static final String VERSION = "13";
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private Handshake() {}

    /** The answer: status 101 when the connection goes on as a WebSocket, else it is to be closed. */
    static FullHttpResponse answer(HttpRequest request) {
        HttpHeaders headers = request.headers();
        if (!request.decoderResult().isSuccess()) {
            return refusal(HttpResponseStatus.BAD_REQUEST, "This is no HTTP request.");
        }
        if (!isMeant(request) || !HttpMethod.GET.equals(request.method())) {
            return upgradeRequired("This is a Rembus broker: connect to it with a WebSocket.");
        }
        if (!VERSION.equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            return upgradeRequired("This broker speaks version 13 of the WebSocket protocol.");
        }
        String key = headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY, "").trim();
        if (!isKey(key)) {
            return refusal(HttpResponseStatus.BAD_REQUEST, "Sec-WebSocket-Key must be 16 bytes in base64.");
        }
        if (hasBody(request)) {
            return refusal(HttpResponseStatus.BAD_REQUEST, "A WebSocket handshake has no body.");
        }
        FullHttpResponse response = accepted(key, extensionsIn(headers).and(Router.EXTENSIONS));
        firstSubprotocol(headers)
                .ifPresent(name -> response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, name));
        return response;
    }

    /** Whether a request is meant to begin a WebSocket, be it right or wrong. */
    static boolean isMeant(HttpRequest request) {
        HttpHeaders headers = request.headers();
        return request.decoderResult().isSuccess()
                && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    }

    /** Browsers that offer some fail when none is accepted. */
    private static Optional<String> firstSubprotocol(HttpHeaders headers) {
        return headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream()
                .flatMap(list -> Stream.of(list.split(",")))
                .map(String::trim)
                .filter(name -> TOKEN.matcher(name).matches())
                .findFirst();
    }

    /** What is agreed on by an answer. */
    static Extensions extensionsIn(HttpHeaders headers) {
        return Extensions.parse(headers.getAll(Extensions.HEADER));
    }

    private static FullHttpResponse accepted(String key, Extensions agreed) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS, Unpooled.EMPTY_BUFFER);
        response.headers()
                .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
                .set(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, proof(key));
        if (!agreed.isEmpty()) {
            response.headers().set(Extensions.HEADER, agreed.toString());
        }
        return response;
    }

    private static FullHttpResponse upgradeRequired(String sentence) {
        FullHttpResponse response = refusal(HttpResponseStatus.UPGRADE_REQUIRED, sentence);
        response.headers()
                .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
                .set(HttpHeaderNames.CONNECTION, "Upgrade, close")
                .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, VERSION);
        return response;
    }

    static FullHttpResponse refusal(HttpResponseStatus status, String sentence) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                status,
                Unpooled.wrappedBuffer((sentence + "\n").getBytes(StandardCharsets.UTF_8)));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return response;
    }

    /** The answer to a peer for whom there is no room. */
    static FullHttpResponse full() {
        return refusal(HttpResponseStatus.SERVICE_UNAVAILABLE, "This broker has as many connections as it may have.");
    }

    private static boolean hasBody(HttpRequest request) {
        return HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) > 0;
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String proof(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
