package org.rembus.broker.transport.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a request is answered with.
 *
 * @param headers beside those that every answer has
 */
record Answer(HttpResponseStatus status, Map<String, String> headers, byte[] body) {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final byte[] NOTHING = {};

    static Answer text(HttpResponseStatus status, String sentence) {
        return of(status, TEXT, (sentence + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static Answer json(byte[] json) {
        return of(HttpResponseStatus.OK, "application/json", json);
    }

    static Answer nothing(HttpResponseStatus status) {
        return new Answer(status, Map.of(), NOTHING);
    }

    static Answer of(HttpResponseStatus status, String contentType, byte[] body) {
        return new Answer(status, Map.of("Content-Type", contentType), body);
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body);
    }
}
