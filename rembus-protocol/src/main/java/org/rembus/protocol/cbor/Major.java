package org.rembus.protocol.cbor;

/** The high three bits of an item's first byte, and what the low five say beside small numbers (RFC 8949 section 3). */
final class Major {
    static final int UNSIGNED = 0;
    static final int NEGATIVE = 1;
    static final int BYTES = 2;
    static final int TEXT = 3;
    static final int ARRAY = 4;
    static final int MAP = 5;
    static final int TAG = 6;

    /** The low five bits of an item that a break ends. */
    static final int INDEFINITE = 31;

    private Major() {}

    /** The major type in an item's first byte. */
    static int of(int initial) {
        return initial >>> 5;
    }

    /** The low five bits of an item's first byte. */
    static int info(int initial) {
        return initial & 31;
    }

    /** What an item is, in words for an error. */
    static String nameOf(int initial) {
        return switch (of(initial)) {
            case UNSIGNED, NEGATIVE -> "an integer";
            case BYTES -> "a byte string";
            case TEXT -> "a text";
            case ARRAY -> "an array";
            case MAP -> "a map";
            case TAG -> "a tagged value";
            default -> "a simple value or float";
        };
    }
}
