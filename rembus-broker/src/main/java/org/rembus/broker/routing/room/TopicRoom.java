package org.rembus.broker.routing.room;

import java.util.Collection;

/** The heap that topics of components which are here may take together, those that wait for the journal included. */
public final class TopicRoom extends HeapRoom {
    /** What a subscription takes besides its text and its branch of the tree, about. */
    private static final int BYTES_EACH = 700;

    private static final int BYTES_PER_CHAR = 4;
    private static final int BYTES_PER_LEVEL = 150;

    public TopicRoom(long limitBytes) {
        super(limitBytes);
    }

    /** What a topic counts for, whoever holds it. */
    public static long bytesOf(String topic) {
        long levels = topic.chars().filter(unit -> unit == '/').count() + 1;
        return BYTES_EACH + BYTES_PER_CHAR * (long) topic.length() + BYTES_PER_LEVEL * levels;
    }

    /** Whether one that has so many bytes may have these topics, too. */
    public boolean hasFor(long own, Collection<String> more) {
        return hasFor(own, more.stream().mapToLong(TopicRoom::bytesOf).sum());
    }
}
