package org.rembus.broker.routing.room;

/**
 * The heap that something which components make the broker keep may take, that of all of them together. A component may have
 * as much as it leaves to others: so one that takes all it can get leaves half, and a thousand of them leave room for the
 * little that one more needs.
 */
public sealed class HeapRoom permits TopicRoom, RememberedRoom {
    private final long limit;
    private long used;

    public HeapRoom(long limitBytes) {
        this.limit = limitBytes;
    }

    /** Whether a component that has so many bytes may have so many more. */
    public final boolean hasFor(long own, long more) {
        return own + more <= limit - used - more;
    }

    /** Takes bytes, or gives them back when there are less than none. */
    public final void take(long bytes) {
        used += bytes;
    }

    public final void giveBack(long bytes) {
        used -= bytes;
    }

    final long used() {
        return used;
    }
}
