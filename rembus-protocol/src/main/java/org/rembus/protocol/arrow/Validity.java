package org.rembus.protocol.arrow;

import java.nio.ByteBuffer;

/** Which rows of a column are null. */
@FunctionalInterface
interface Validity {
    Validity NO_NULLS = row -> false;
    Validity ONLY_NULLS = row -> true;

    boolean isNull(int row);

    /** @param bits one for each row: whether it has a value */
    static Validity of(ByteBuffer bits) {
        return row -> !isSet(bits, row);
    }

    static boolean isSet(ByteBuffer bits, int row) {
        return (bits.get(row >> 3) >> (row & 7) & 1) != 0;
    }
}
