package org.rembus.client.session;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
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
 * The QoS 1 and 2 publishes that are not acknowledged yet (PROTOCOL.md section 9). So many are on the wire at most; the
 * others wait behind them, in order. Each is sent again, the same bytes, when no acknowledgement came in time, and on the
 * next connection.
 */
final class SendWindow {
    private static final int MAX_WAITING = 10_000;
    private static final long MAX_WAITING_BYTES = 64 << 20;
    private static final long MAX_INFLIGHT_BYTES = 16 << 20;

    private final long ackTimeoutNs;
    private final int sendRetries;
    private final Map<MessageId, Entry> inflight = new LinkedHashMap<>();
    private final Quota onTheWire;
    private final Deque<Operation.Assured> waiting = new ArrayDeque<>();
    private final Quota behind = new Quota(MAX_WAITING, MAX_WAITING_BYTES);
    private @Nullable Link link;

    SendWindow(int maxInflight, long ackTimeoutNs, int sendRetries) {
        this.onTheWire = new Quota(maxInflight, MAX_INFLIGHT_BYTES);
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

        int bytes() {
            return publish.message().length;
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
        int bytes = publish.message().length;
        if (!behind.hasRoom(bytes)) {
            publish.fail(new Failure.Overloaded());
            return;
        }
        waiting.add(publish);
        behind.add(bytes);
        fill(nowNs);
    }

    /** The broker has it. */
    void onAck(MessageId id, long nowNs) {
        Link connection = link;
        if (connection == null) {
            return;
        }
        Entry entry = takeOut(id);
        if (entry == null) {
            return;
        }
        if (entry.publish.qos() == QoS.EXACTLY_ONCE) {
            connection.send(MessageEncoder.encode(new Message.Ack2(id)));
        }
        entry.publish.completion().onSuccess(Payload.NULL);
        fill(nowNs);
    }

    /** The broker does not take it. */
    void onRefused(MessageId id, Failure failure, long nowNs) {
        Entry entry = takeOut(id);
        if (entry != null) {
            entry.publish.fail(failure);
            fill(nowNs);
        }
    }

    /**
     * Sends again what is due, and gives up what has been sent often enough. While the connection does not take what was
     * sent before, nothing is added to it, but the time passes all the same.
     *
     * @return when to call next
     */
    long resendDue(long nowNs) {
        Link connection = link;
        if (connection == null) {
            return Long.MAX_VALUE;
        }
        for (Entry entry : List.copyOf(inflight.values())) {
            if (entry.publish.isAbandoned()) {
                takeOut(entry.publish.id());
            } else if (entry.dueNs <= nowNs) {
                resend(entry, connection, nowNs);
            }
        }
        fill(nowNs);
        return nextDueNs();
    }

    private void resend(Entry entry, Link connection, long nowNs) {
        if (entry.retries >= sendRetries) {
            takeOut(entry.publish.id());
            entry.publish.fail(new Failure.TimedOut(Duration.ofNanos(nowNs - entry.firstSentNs)));
            return;
        }
        entry.retries++;
        entry.dueNs = nowNs + ackTimeoutNs;
        if (!connection.isBlocked()) {
            connection.send(entry.publish.message());
        }
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
        for (Entry entry : List.copyOf(inflight.values())) {
            if (entry.bytes() >= bytes) {
                takeOut(entry.publish.id());
                entry.publish.fail(failure);
            }
        }
    }

    /** Ends everything: what was sent is {@code lost}, what was not is {@code unsent}. */
    void failAll(Failure lost, Failure unsent) {
        List<Entry> sent = List.copyOf(inflight.values());
        List<Operation.Assured> never = List.copyOf(waiting);
        inflight.clear();
        onTheWire.clear();
        waiting.clear();
        behind.clear();
        sent.forEach(entry -> entry.publish.fail(lost));
        never.forEach(publish -> publish.fail(unsent));
    }

    private @Nullable Entry takeOut(MessageId id) {
        Entry entry = inflight.remove(id);
        if (entry != null) {
            onTheWire.remove(entry.bytes());
        }
        return entry;
    }

    private void fill(long nowNs) {
        Link connection = link;
        Operation.Assured next = waiting.peek();
        while (connection != null && next != null && onTheWire.hasRoom(next.message().length)) {
            waiting.remove();
            behind.remove(next.message().length);
            if (!next.isAbandoned()) {
                Entry entry = new Entry(next);
                entry.firstSentNs = nowNs;
                inflight.put(next.id(), entry);
                onTheWire.add(entry.bytes());
                send(entry, connection, nowNs);
            }
            next = waiting.peek();
        }
    }

    private void send(Entry entry, Link connection, long nowNs) {
        entry.dueNs = nowNs + ackTimeoutNs;
        connection.send(entry.publish.message());
    }
}
