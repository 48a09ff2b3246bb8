package org.rembus.broker.transport.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Who a request says it is from: {@code Basic} and the base64 of {@code name:secret}, where the word may be missing.
 *
 * @param name empty for nobody in particular
 * @param secret empty for none
 */
record Credentials(String name, String secret) {
    private static final Credentials NONE = new Credentials("", "");
    private static final String SCHEME = "basic ";

    /** Empty when they cannot be read. */
    static Optional<Credentials> in(HttpHeaders headers) {
        String header = headers.get(HttpHeaderNames.AUTHORIZATION, "").strip();
        if (header.isEmpty()) {
            return Optional.of(NONE);
        }
        String encoded = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : header;
        try {
            String text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return Optional.of(
                    colon < 0
                            ? new Credentials(text, "")
                            : new Credentials(text.substring(0, colon), text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean isNamed() {
        return !name.isEmpty();
    }
}
