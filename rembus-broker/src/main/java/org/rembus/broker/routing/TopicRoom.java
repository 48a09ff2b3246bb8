package org.rembus.broker.routing;

import java.util.Collection;

/**
 * The heap that topics of components which are here may take together, those that wait for the journal included. A component
 * may have as much as it leaves to others: so one that takes all it can get leaves half, and a thousand of them leave
 * room for the few topics of one more.
 */
final class TopicRoom {
    /** What a subscription takes besides its text and its branch of the tree, about. */
    private static final int BYTES_EACH = 700;

    private static final int BYTES_PER_CHAR = 4;
    private static final int BYTES_PER_LEVEL = 150;

    private final long limit;
    private long used;

    TopicRoom(long limitBytes) {
        this.limit = limitBytes;
    }

    /** What a topic counts for, whoever holds it. */
    static long bytesOf(String topic) {
        long levels = topic.chars().filter(unit -> unit == '/').count() + 1;
        return BYTES_EACH + BYTES_PER_CHAR * (long) topic.length() + BYTES_PER_LEVEL * levels;
    }

    /** Whether one that has so many bytes may have these topics, too. */
    boolean hasFor(long own, Collection<String> more) {
        long bytes = more.stream().mapToLong(TopicRoom::bytesOf).sum();
        return own + bytes <= limit - used - bytes;
    }

    void take(long bytes) {
        used += bytes;
    }

    void giveBack(long bytes) {
        used -= bytes;
    }

    long used() {
        return used;
    }
}
