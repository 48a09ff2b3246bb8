package org.rembus.protocol.cbor;

/** What an item is, as far as its first byte tells. */
public enum ItemKind {
    INTEGER,
    BYTE_STRING,
    TEXT,
    ARRAY,
    MAP,
    TAG,
    /** A boolean, null, undefined, a float, or a simple value without a name. */
    SIMPLE;

    /** @param initial the first byte, unsigned */
    public static ItemKind of(int initial) {
        return switch (Major.of(initial)) {
            case Major.UNSIGNED, Major.NEGATIVE -> INTEGER;
            case Major.BYTES -> BYTE_STRING;
            case Major.TEXT -> TEXT;
            case Major.ARRAY -> ARRAY;
            case Major.MAP -> MAP;
            case Major.TAG -> TAG;
            default -> SIMPLE;
        };
    }
}
