package org.rembus.client.session;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.QoS;
import org.rembus.protocol.cbor.MessageEncoder;

/**
 * The QoS 1 and 2 publishes that are not acknowledged yet (PROTOCOL.md section 9). At most so many are on the wire; the
 * others wait behind them, in order. Each is sent again, the same bytes, when no acknowledgement came in time, and on the
 * next connection.
 */
final class SendWindow {
    private static final int MAX_WAITING = 10_000;

    private final int maxInflight;
    private final long ackTimeoutNs;
    private final int sendRetries;
    private final Map<MessageId, Entry> inflight = new LinkedHashMap<>();
    private final Deque<Operation.Assured> waiting = new ArrayDeque<>();
    private @Nullable Link link;

    SendWindow(int maxInflight, long ackTimeoutNs, int sendRetries) {
        this.maxInflight = maxInflight;
        this.ackTimeoutNs = ackTimeoutNs;
        this.sendRetries = sendRetries;
    }

    /** A publish on the wire. */
    private static final class Entry {
        final Operation.Assured publish;
        long firstSentNs;
        long dueNs;
        int retries;

        Entry(Operation.Assured publish) {
            this.publish = publish;
        }
    }

    /** There is a connection: what is unacknowledged goes out on it, in order. */
    void onConnected(Link connection, long nowNs) {
        link = connection;
        for (Entry entry : inflight.values()) {
            entry.retries = 0;
            send(entry, connection, nowNs);
        }
        fill(nowNs);
    }

    void onDisconnected() {
        link = null;
    }

    /** Takes a publish over. Called only while connected. */
    void add(Operation.Assured publish, long nowNs) {
        if (waiting.size() >= MAX_WAITING) {
            publish.fail(new Failure.Overloaded());
            return;
        }
        waiting.add(publish);
        fill(nowNs);
    }

    /** The broker has it. */
    void onAck(MessageId id, long nowNs) {
        Entry entry = inflight.remove(id);
        Link connection = link;
        if (entry == null || connection == null) {
            return;
        }
        if (entry.publish.qos() == QoS.EXACTLY_ONCE) {
            connection.send(MessageEncoder.encode(new Message.Ack2(id)));
        }
        entry.publish.completion().onSuccess(Payload.NULL);
        fill(nowNs);
    }

    /**
     * Sends again what is due, and gives up what has been sent often enough.
     *
     * @return when to call next
     */
    long resendDue(long nowNs) {
        Link connection = link;
        if (connection == null) {
            return Long.MAX_VALUE;
        }
        List<Entry> failed = new ArrayList<>();
        for (Iterator<Entry> entries = inflight.values().iterator(); entries.hasNext(); ) {
            Entry entry = entries.next();
            if (entry.publish.isAbandoned()) {
                entries.remove();
            } else if (entry.dueNs <= nowNs && entry.retries >= sendRetries) {
                entries.remove();
                failed.add(entry);
            } else if (entry.dueNs <= nowNs) {
                entry.retries++;
                send(entry, connection, nowNs);
            }
        }
        for (Entry entry : failed) {
            entry.publish.fail(new Failure.TimedOut(Duration.ofNanos(nowNs - entry.firstSentNs)));
        }
        fill(nowNs);
        return nextDueNs();
    }

    /** When {@link #resendDue} has something to do. */
    long nextDueNs() {
        long next = Long.MAX_VALUE;
        if (link != null) {
            for (Entry entry : inflight.values()) {
                next = Math.min(next, entry.dueNs);
            }
        }
        return next;
    }

    boolean isEmpty() {
        return inflight.isEmpty() && waiting.isEmpty();
    }

    /** Ends those that were sent and whose message has this length or a greater one. */
    void failFrom(int bytes, Failure failure) {
        List<Entry> refused = inflight.values().stream()
                .filter(entry -> entry.publish.message().length >= bytes)
                .toList();
        inflight.values().removeAll(refused);
        refused.forEach(entry -> entry.publish.fail(failure));
    }

    /** Ends everything: what was sent is {@code lost}, what was not is {@code unsent}. */
    void failAll(Failure lost, Failure unsent) {
        List<Entry> sent = List.copyOf(inflight.values());
        List<Operation.Assured> never = List.copyOf(waiting);
        inflight.clear();
        waiting.clear();
        sent.forEach(entry -> entry.publish.fail(lost));
        never.forEach(publish -> publish.fail(unsent));
    }

    private void fill(long nowNs) {
        Link connection = link;
        while (connection != null && inflight.size() < maxInflight) {
            Operation.Assured next = waiting.poll();
            if (next == null) {
                return;
            }
            if (!next.isAbandoned()) {
                Entry entry = new Entry(next);
                entry.firstSentNs = nowNs;
                inflight.put(next.id(), entry);
                send(entry, connection, nowNs);
            }
        }
    }

    private void send(Entry entry, Link connection, long nowNs) {
        entry.dueNs = nowNs + ackTimeoutNs;
        connection.send(entry.publish.message());
    }
}
