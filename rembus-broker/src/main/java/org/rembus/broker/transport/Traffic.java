package org.rembus.broker.transport;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** What the transports have counted since the start. May be read by any thread at any time. */
public final class Traffic {
    private final ConcurrentMap<String, LongAdder> connections = new ConcurrentHashMap<>();
    private final LongAdder[] counts = new LongAdder[Count.values().length];

    /** What is counted. */
    public enum Count {
        CONNECTIONS_OPENED,
        CONNECTIONS_CLOSED,
        HANDSHAKES_REFUSED,
        HANDSHAKES_TIMED_OUT,
        /** Connections closed in their handshake because too many newer ones were, too. */
        HANDSHAKES_CROWDED_OUT,
        /** Connections refused because there were as many as there may be. */
        CONNECTIONS_REFUSED,
        BYTES_RECEIVED,
        BYTES_SENT,
        MESSAGES_RECEIVED,
        /** Messages accepted for sending. */
        MESSAGES_SENT,
        /** Text messages that were answered by an error or by nothing. */
        TEXTS_REFUSED,
        /** Multiparts of ZeroMQ, or parts of them, that were passed over because they are no message. */
        MULTIPARTS_MALFORMED,
        /** Offers refused because the connection's own output was full. */
        REFUSED_OUTPUT_FULL,
        /** Offers refused because all connections together held too much. */
        REFUSED_BUDGET,
        /** Connections closed because an answer found no room, or messages stayed unacknowledged. */
        CLOSED_TOO_SLOW,
        CLOSED_SILENT,
        /** Connections closed because of frames or messages that break the rules. */
        CLOSED_VIOLATION,
        CLOSED_TOO_BIG,
        /** Connections closed because a message began and did not go on. */
        CLOSED_STALLED,
        /** Connections closed because there was no memory for their message. */
        CLOSED_NO_MEMORY,
        /** Connections closed because we failed to handle what came. */
        CLOSED_FAILURE
    }

    public Traffic() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    /** A connection carries messages now. */
    public void connected(String transport) {
        connections.computeIfAbsent(transport, first -> new LongAdder()).increment();
    }

    /** It does not any more. */
    public void disconnected(String transport) {
        connections.computeIfAbsent(transport, first -> new LongAdder()).decrement();
    }

    /** How many connections carry messages now, by their transport: those that there have been. */
    public SortedMap<String, Long> connections() {
        SortedMap<String, Long> now = new TreeMap<>();
        connections.forEach((transport, count) -> now.put(transport, count.sum()));
        return now;
    }

    public void add(Count what, long amount) {
        counts[what.ordinal()].add(amount);
    }

    public void increment(Count what) {
        counts[what.ordinal()].increment();
    }

    public long get(Count what) {
        return counts[what.ordinal()].sum();
    }
}
