package org.rembus.protocol.json;

import java.util.Arrays;
import org.rembus.protocol.ProtocolException;

/**
 * Finds two members of one object that have the same name, in eight bytes for each: a parser that keeps the names themselves can be made
 * to fill the memory by a text that is short enough to be taken. Names are told apart by hashes of 64 bits.
 */
final class MemberNames {
    /** Of all objects together that have begun and not ended. */
    static final int MAX = 1_000_000;

    private static final int FIRST_CAPACITY = 16;

    private long[] hashes = new long[FIRST_CAPACITY];
    private int count;

    /** @return for {@link #end} of this object */
    int begin() {
        return count;
    }

    void add(String name) throws ProtocolException {
        if (count == hashes.length) {
            if (count >= MAX) {
                throw new ProtocolException("objects with more than " + MAX + " members");
            }
            hashes = Arrays.copyOf(hashes, Math.min(MAX, 2 * count));
        }
        hashes[count++] = hash(name);
    }

    /** Ends the object that began last. */
    void end(int begin) throws ProtocolException {
        Arrays.sort(hashes, begin, count);
        for (int i = begin + 1; i < count; i++) {
            if (hashes[i] == hashes[i - 1]) {
                throw new ProtocolException("two members of an object have one name");
            }
        }
        count = begin;
    }

    /** Who wants two names to have one hash can find them, and has a message refused. */
    private static long hash(String name) {
        long hash = name.length();
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x9E37_79B9_7F4A_7C15L;
            hash ^= hash >>> 29;
        }
        return hash;
    }
}
