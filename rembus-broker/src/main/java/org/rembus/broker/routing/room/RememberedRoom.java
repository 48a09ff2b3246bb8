package org.rembus.broker.routing.room;

import java.util.Collection;

/**
 * The heap that may be taken by what is kept of components, whether they are here or away, for good: the names of those of which something is
 * stored, their services, and the topics that durable subscriptions are to. Peers make up names, and nothing takes them back.
 */
public final class RememberedRoom extends HeapRoom {
    /** What a name takes besides its text, in the set of all of them. */
    private static final int BYTES_PER_NAME = 100;

    /** What a service takes besides its text, which has a table of its exposers. */
    private static final int BYTES_PER_TOPIC = 350;

    private static final int BYTES_PER_CHAR = 2;

    public RememberedRoom(long limitBytes) {
        super(limitBytes);
    }

    public static long bytesOfName(String name) {
        return BYTES_PER_NAME + BYTES_PER_CHAR * (long) name.length();
    }

    public static long bytesOfTopic(String topic) {
        return BYTES_PER_TOPIC + BYTES_PER_CHAR * (long) topic.length();
    }

    /** Whether this, which may be nothing, and these topics may be kept, too. */
    public boolean hasFor(long bytes, Collection<String> topics) {
        long more =
                bytes + topics.stream().mapToLong(RememberedRoom::bytesOfTopic).sum();
        return more == 0 || hasFor(0, more);
    }
}
