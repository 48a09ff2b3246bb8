package org.rembus.broker.transport.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.rembus.protocol.framing.ByteBudget;

/** The body of a request while it comes, in memory that is counted. */
final class RequestBody {
    private static final int FIRST_BYTES = 1024;
    private static final byte[] NOTHING = {};

    private final int maxBytes;
    private final ByteBudget budget;
    private byte[] bytes = NOTHING;
    private int length;

    /** What became of a part. */
    enum Room {
        TAKEN,
        TOO_LONG,
        NO_MEMORY
    }

    RequestBody(int maxBytes, ByteBudget budget) {
        this.maxBytes = maxBytes;
        this.budget = budget;
    }

    int length() {
        return length;
    }

    Room add(ByteBuf part) {
        int more = part.readableBytes();
        if (more > maxBytes - length) {
            return Room.TOO_LONG;
        }
        if (length + more > bytes.length && !grow(length + more)) {
            return Room.NO_MEMORY;
        }
        part.readBytes(bytes, length, more);
        length += more;
        return Room.TAKEN;
    }

    private boolean grow(int needed) {
        int capacity = Math.clamp(Math.max(FIRST_BYTES, 2L * bytes.length), needed, Math.max(needed, maxBytes));
        if (!budget.take(capacity - bytes.length)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, capacity);
        return true;
    }

    /** The body, which is whole. It does not count any more: it is handled at once. */
    byte[] take() {
        byte[] whole = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        drop();
        return whole;
    }

    /** Gives back what it has taken. */
    void drop() {
        budget.giveBack(bytes.length);
        bytes = NOTHING;
        length = 0;
    }
}
