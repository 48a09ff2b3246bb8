package org.rembus.protocol.cbor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes a value will take as CBOR: exactly for plain values and short lists of them, such as the arguments of most
 * messages, so that these are written into an array of their length and never moved.
 */
public final class LikelyBytes {
    private static final int ANY = 64;
    private static final int DOUBLE = 1 + Double.BYTES;
    private static final int LONGEST_LIST = 16;
    private static final int MOST = 1 << 20;

    private LikelyBytes() {}

    /** For a value of any type that can be written, from 1 to about a mebibyte. */
    public static int of(@Nullable Object value) {
        if (!(value instanceof List<?> list) || list.size() > LONGEST_LIST) {
            return ofPlain(value);
        }
        int bytes = 1;
        for (int i = 0; i < list.size(); i++) {
            bytes = Math.min(MOST, bytes + ofPlain(list.get(i)));
        }
        return bytes;
    }

    private static int ofPlain(@Nullable Object value) {
        return switch (value) {
            case null -> 1;
            case byte[] binary -> ofString(binary.length);
            case String text -> ofString(text.length());
            case Long number -> ofInteger(number);
            case Integer number -> ofInteger(number);
            case Double number -> Double.isFinite(number) ? DOUBLE : 1 + Short.BYTES;
            case Boolean truth -> 1;
            default -> ANY;
        };
    }

    private static int ofString(int length) {
        return Math.min(MOST, length) + CborWriter.headBytes(length);
    }

    private static int ofInteger(long number) {
        long argument = number < 0 ? ~number : number;
        if (argument > 0xFFFF_FFFFL) {
            return 1 + Long.BYTES;
        }
        return CborWriter.headBytes((int) Math.min(argument, Integer.MAX_VALUE));
    }
}
