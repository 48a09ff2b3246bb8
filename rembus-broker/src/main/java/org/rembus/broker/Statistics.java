package org.rembus.broker;

import java.util.Collections;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.rembus.broker.routing.Counters;
import org.rembus.broker.routing.slow.DropReason;
import org.rembus.broker.transport.Traffic;
import org.rembus.broker.transport.TransportLoop;

/** What a broker has counted since it started, and holds now: a copy, which does not go on counting. */
public final class Statistics {
    private final SortedMap<String, Long> counts = new TreeMap<>();
    private final int connections;
    private final long bufferBytes;

    Statistics(Counters routing, TransportLoop loop) {
        for (Counters.Count count : Counters.Count.values()) {
            counts.put(name(count), routing.get(count));
        }
        for (DropReason why : DropReason.values()) {
            counts.put("dropped_" + why.text(), routing.get(why));
        }
        for (Traffic.Count count : Traffic.Count.values()) {
            counts.put(name(count), loop.traffic().get(count));
        }
        connections = Math.toIntExact(loop.traffic().get(Traffic.Count.CONNECTIONS_OPENED)
                - loop.traffic().get(Traffic.Count.CONNECTIONS_CLOSED));
        bufferBytes = loop.budget().used();
    }

    private static String name(Enum<?> count) {
        return count.name().toLowerCase(Locale.ROOT);
    }

    /** Connections that carry messages now. */
    public int connections() {
        return connections;
    }

    /** Bytes that the buffers of all connections hold now. */
    public long bufferBytes() {
        return bufferBytes;
    }

    /** Messages of all kinds that components have sent. */
    public long messagesReceived() {
        return count("messages_received");
    }

    /** Messages of all kinds that were sent to components. */
    public long messagesSent() {
        return count("messages_sent");
    }

    /** Bytes that came in after the handshakes. */
    public long bytesReceived() {
        return count("bytes_received");
    }

    /** Bytes that went out after the handshakes. */
    public long bytesSent() {
        return count("bytes_sent");
    }

    /** Everything that is counted, by name: docs/operations.md explains the names. */
    public SortedMap<String, Long> counts() {
        return Collections.unmodifiableSortedMap(counts);
    }

    /**
     * One of {@link #counts}.
     *
     * @throws IllegalArgumentException if nothing of this name is counted
     */
    public long count(String name) {
        if (!counts.containsKey(name)) {
            throw new IllegalArgumentException(name + ": not counted; counted are " + counts.keySet());
        }
        return Objects.requireNonNull(counts.get(name));
    }

    @Override
    public String toString() {
        return "connections=" + connections + ", buffer_bytes=" + bufferBytes + ", " + counts;
    }
}
