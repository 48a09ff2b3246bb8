package org.rembus.broker.routing;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.PublishRecord;

/**
 * The messages that are stored nowhere and for which one twin has no room now, oldest first. Bounded in bytes for each twin,
 * and for all together.
 */
final class Backlog {
    private static final long MAX_BYTES = 16L * 1024 * 1024;

    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private long bytes;

    /**
     * One message that waits.
     *
     * @param number see {@link Ids#nextLive}
     */
    record Waiting(Subscription subscription, long number, PublishRecord record) {}

    /** What the backlogs of all twins may take. */
    static final class Room {
        private long left;

        Room(long bytes) {
            this.left = bytes;
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Adds a message, unless there is no room for it. */
    boolean offer(Waiting message, Room room) {
        int weight = message.record().weight();
        if (weight > room.left || (bytes + weight > MAX_BYTES && !waiting.isEmpty())) {
            return false;
        }
        waiting.add(message);
        bytes += weight;
        room.left -= weight;
        return true;
    }

    /** The oldest; null when there is none. */
    @Nullable
    Waiting oldest() {
        return waiting.peek();
    }

    /** Takes the oldest out. */
    void removeOldest(Room room) {
        int weight = waiting.remove().record().weight();
        bytes -= weight;
        room.left += weight;
    }

    /** Takes out all, oldest first. */
    List<Waiting> drain(Room room) {
        List<Waiting> drained = List.copyOf(waiting);
        room.left += bytes;
        bytes = 0;
        waiting.clear();
        return drained;
    }
}
