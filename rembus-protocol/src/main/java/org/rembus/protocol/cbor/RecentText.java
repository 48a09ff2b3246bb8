package org.rembus.protocol.cbor;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The text that was read last. A peer names the same topic in message after message: one string, with its hash, then serves
 * all of them.
 *
 * <p>Not for several threads at once.
 */
public final class RecentText {
    /** So much is kept of a connection that is silent. */
    private static final int MAX_BYTES = 128;

    private byte[] bytes = {};
    private String text = "";

    /**
     * Whether these bytes are those of {@link #text()}.
     *
     * @param to the index behind the last one
     */
    boolean is(byte[] array, int from, int to) {
        return Arrays.equals(bytes, 0, bytes.length, array, from, to);
    }

    String text() {
        return text;
    }

    /** Decodes valid UTF-8, and remembers it unless it is long. */
    String decode(byte[] array, int from, int to) {
        String decoded = new String(array, from, to - from, StandardCharsets.UTF_8);
        if (to - from <= MAX_BYTES) {
            bytes = Arrays.copyOfRange(array, from, to);
            text = decoded;
        }
        return decoded;
    }
}
