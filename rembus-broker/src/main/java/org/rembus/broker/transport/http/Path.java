package org.rembus.broker.transport.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The path of a request as topics have levels: what separates them may be a plain {@code /} or {@code %2F}.
 *
 * @param levels none for the root
 */
record Path(List<String> levels) {
    private static final char REPLACEMENT = (char) 0xFFFD;

    /** Empty when the escapes in it are none, or are not UTF-8. */
    static Optional<Path> of(String uri) {
        int query = uri.indexOf('?');
        String raw = query < 0 ? uri : uri.substring(0, query);
        if (!raw.startsWith("/")) {
            return Optional.empty();
        }
        try {
            // A plus is a plus in a path.
            String decoded = URLDecoder.decode(raw.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
            return decoded.indexOf(REPLACEMENT) >= 0 ? Optional.empty() : Optional.of(ofDecoded(decoded));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Path ofDecoded(String decoded) {
        return new Path(decoded.isEmpty() ? List.of() : List.of(decoded.split("/", -1)));
    }

    boolean isRoot() {
        return levels.isEmpty();
    }

    String first() {
        return isRoot() ? "" : levels.getFirst();
    }

    String last() {
        return levels.getLast();
    }

    /** All levels, as a topic. */
    String topic() {
        return String.join("/", levels);
    }

    /** All but the first and the last, as a topic. */
    String inner() {
        return String.join("/", levels.subList(1, levels.size() - 1));
    }
}
