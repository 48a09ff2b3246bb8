package org.rembus.broker.transport.framed;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.transport.memory.BufferBudget;

/** Bytes that had been received when reading was paused. They are counted, but never refused: they are here already. */
final class HeldBytes {
    private final BufferBudget.Inputs budget;
    private byte @Nullable [] array;
    private int start;

    HeldBytes(BufferBudget.Inputs budget) {
        this.budget = budget;
    }

    boolean isEmpty() {
        return array == null;
    }

    void append(byte[] source, int offset, int length) {
        if (length == 0) {
            return;
        }
        byte[] before = array;
        byte[] after;
        if (before == null) {
            after = Arrays.copyOfRange(source, offset, offset + length);
        } else {
            after = Arrays.copyOfRange(before, start, before.length + length);
            System.arraycopy(source, offset, after, before.length - start, length);
        }
        budget.takeAnyway(after.length);
        clear();
        array = after;
    }

    /** Passes the bytes to a reader, which says how many it used and may clear, not append; keeps the others. */
    void feed(Reader reader) {
        byte[] bytes = array;
        if (bytes == null) {
            return;
        }
        int used = reader.read(bytes, start, bytes.length - start);
        if (array != null) {
            start += used;
            if (start == bytes.length) {
                clear();
            }
        }
    }

    void clear() {
        if (array != null) {
            budget.giveBack(array.length);
            array = null;
        }
        start = 0;
    }

    /** As {@link org.rembus.protocol.framing.FrameReader#read}. */
    @FunctionalInterface
    interface Reader {
        int read(byte[] array, int offset, int length);
    }
}
