package org.rembus.broker.transport.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The path of a request, level by level: a plain {@code /} separates them, and a {@code %2F} stands within one, as in the name
 * {@code site%2Fdev}. To a topic that makes no difference.
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
            List<String> levels = raw.length() == 1
                    ? List.of()
                    : Stream.of(raw.substring(1).split("/", -1))
                            .map(Path::decoded)
                            .toList();
            boolean isUtf8 = levels.stream().noneMatch(level -> level.indexOf(REPLACEMENT) >= 0);
            return isUtf8 ? Optional.of(new Path(levels)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A plus is a plus in a path. */
    private static String decoded(String level) {
        return URLDecoder.decode(level.replace("+", "%2B"), StandardCharsets.UTF_8);
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
