package org.rembus.broker.routing;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.routing.room.HeapRoom;
import org.rembus.broker.routing.room.RememberedRoom;
import org.rembus.broker.routing.room.TopicRoom;

/**
 * The twins of connected components, and the names of those that are known: of all that something is stored of, and of as
 * many others as have been here most lately.
 */
final class Twins {
    private final int maxOthers;
    private final TopicRoom room;
    private final HeapRoom unanswered;
    private final RememberedRoom remembered;
    private final Map<String, Twin> present = new HashMap<>();
    private final Set<String> recorded = new HashSet<>();
    private final SequencedSet<String> others = new LinkedHashSet<>();
    private final Map<String, Pool> pools = new HashMap<>();
    private final SequencedMap<String, Long> leftNs = new LinkedHashMap<>();

    /**
     * @param maxOthers how many names are remembered of which nothing is stored: peers make them up
     * @param room for the topics of those that are here
     * @param unanswered for their requests under way, and for the ids of their messages that wait for an ACK2
     * @param remembered for the names of which something is stored
     */
    Twins(int maxOthers, TopicRoom room, HeapRoom unanswered, RememberedRoom remembered) {
        this.maxOthers = maxOthers;
        this.room = room;
        this.unanswered = unanswered;
        this.remembered = remembered;
    }

    /** The twin of a component that is connected, or was until a moment ago. */
    @Nullable
    Twin present(String rid) {
        return present.get(rid);
    }

    void add(Twin twin) {
        String name = twin.rid().name();
        present.put(name, twin);
        twin.wanted().enter(room);
        twin.held().tellChanges(unanswered::take);
        twin.passedOn().tellChanges(unanswered::take);
        leftNs.remove(name);
        if (twin.isNamed()) {
            know(name);
        }
    }

    private void know(String name) {
        if (!recorded.contains(name)) {
            others.addLast(name);
            if (others.size() > maxOthers) {
                others.removeFirst();
            }
        }
    }

    /** Those that are connected under one name which they share; null when there are none. */
    @Nullable
    Pool pool(String name) {
        return pools.get(name);
    }

    /** A pool has its first member. */
    void add(Pool pool) {
        pools.put(pool.rid().name(), pool);
        know(pool.rid().name());
    }

    /** A pool has lost its last member. */
    void remove(Pool pool) {
        pools.remove(pool.rid().name());
    }

    void remove(Twin twin) {
        if (present.remove(twin.rid().name(), twin)) {
            twin.wanted().leave();
            twin.held().clear();
            twin.passedOn().clear();
        }
    }

    /** What the topics of those that are here may take. */
    TopicRoom room() {
        return room;
    }

    /** What requests under way, and ids that wait for an ACK2, may take. */
    HeapRoom unanswered() {
        return unanswered;
    }

    /** A component has gone, at this time. So many are remembered as have gone most lately. */
    void left(String rid, long epochNs) {
        leftNs.remove(rid);
        leftNs.putLast(rid, epochNs);
        if (leftNs.size() > maxOthers) {
            leftNs.pollFirstEntry();
        }
    }

    /** When the component went, ns since the epoch; null when that is not known. */
    @Nullable
    Long leftNs(String rid) {
        return leftNs.get(rid);
    }

    /** Something is stored of the component of this name. */
    void addRecorded(String rid) {
        if (recorded.add(rid)) {
            remembered.take(RememberedRoom.bytesOfName(rid));
        }
        others.remove(rid);
    }

    /**
     * Whether something may be stored of the component of this name, which may be on record already.
     *
     * @param topics what it is to expose, and has not, and new topics of durable subscriptions
     */
    boolean mayBeRecorded(String rid, Collection<String> topics) {
        return remembered.hasFor(recorded.contains(rid) ? 0 : RememberedRoom.bytesOfName(rid), topics);
    }

    /** Whether something may be stored of the component of this name. */
    boolean isRecorded(String rid) {
        return recorded.contains(rid);
    }

    /** Whether a component of this name is known to have been here. */
    boolean isKnown(String rid) {
        return recorded.contains(rid) || others.contains(rid);
    }
}
