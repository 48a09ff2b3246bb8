package org.rembus.cli.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What the only argument of a message of a load begins with: the message's number in the run, and the time when it was due (ns).
 * It is part of the size that was asked for, so that a message is as large as another broker's of that size.
 */
final class Stamp {
    private static final int BYTES = 2 * Long.BYTES;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Stamp() {}

    /** @throws IllegalArgumentException if an argument of that size has no room for it */
    static void check(int argumentBytes) {
        if (argumentBytes < BYTES) {
            throw new IllegalArgumentException(
                    "a message says when it was due and so has at least " + BYTES + " bytes");
        }
    }

    static void write(byte[] argument, long number, long dueNs) {
        LONG.set(argument, 0, number);
        LONG.set(argument, Long.BYTES, dueNs);
    }

    static long number(byte[] argument) {
        return (long) LONG.get(argument, 0);
    }

    static long dueNs(byte[] argument) {
        return (long) LONG.get(argument, Long.BYTES);
    }
}
