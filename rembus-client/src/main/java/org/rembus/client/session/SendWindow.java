package org.rembus.client.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.MessageId;

/**
 * The QoS 1 and 2 publishes that are on the wire and not acknowledged (PROTOCOL.md section 9): so many at most, and so many bytes. Each is sent
 * again, the same bytes, when no acknowledgement came in time, and on the next connection.
 */
final class SendWindow {
    /** A refusal that may pass is met with pauses that double up to so many times the first one. */
    private static final int MAX_DOUBLINGS = 5;

    private static final long MAX_BYTES = 16 << 20;

    private final long ackTimeoutNs;
    private final int sendRetries;
    private final Map<MessageId, Sent> inflight = new LinkedHashMap<>();
    private final Quota onTheWire;
    private int setAside;
    private long nextDueNs = Long.MAX_VALUE;

    SendWindow(int maxInflight, long ackTimeoutNs, int sendRetries) {
        this.onTheWire = new Quota(maxInflight, MAX_BYTES);
        this.ackTimeoutNs = ackTimeoutNs;
        this.sendRetries = sendRetries;
    }

    /** A publish on the wire. */
    static final class Sent {
        private final Kept kept;
        private final long firstSentNs;
        private long dueNs;
        private int retries;
        private int refusals;
        private int connectionsInVain;
        private boolean isAside;

        private Sent(Kept kept, long firstSentNs) {
            this.kept = kept;
            this.firstSentNs = firstSentNs;
        }

        Kept kept() {
            return kept;
        }

        long firstSentNs() {
            return firstSentNs;
        }

        /** One more connection did not bring an acknowledgement; how many so far. */
        int connectionInVain() {
            return ++connectionsInVain;
        }
    }

    boolean hasRoom(int bytes) {
        return onTheWire.hasRoom(bytes);
    }

    boolean contains(MessageId id) {
        return inflight.containsKey(id);
    }

    /** Whether nothing is there but what has been set aside. */
    boolean isEmpty() {
        return inflight.size() == setAside;
    }

    /** A copy, in the order of sending. */
    List<Sent> all() {
        return List.copyOf(inflight.values());
    }

    @Nullable
    Sent get(MessageId id) {
        return inflight.get(id);
    }

    /** Sends a publish, whose id no other one here has. */
    void send(Kept publish, Link link, long nowNs) {
        Sent sent = new Sent(publish, nowNs);
        inflight.put(publish.id(), sent);
        onTheWire.add(publish.bytes());
        transmit(sent, link, nowNs);
    }

    @Nullable
    Sent remove(MessageId id) {
        Sent removed = inflight.remove(id);
        if (removed != null && removed.isAside) {
            setAside--;
        } else if (removed != null) {
            onTheWire.remove(removed.kept.bytes());
        }
        return removed;
    }

    /** On the next connection: all of it goes out once more, in order. */
    void sendAllAgain(Link link, long nowNs) {
        for (Sent sent : inflight.values()) {
            sent.retries = 0;
            transmit(sent, link, nowNs);
        }
    }

    /**
     * Sends again what is due. While the connection does not take what was sent before, nothing is added to it, but the time
     * passes all the same.
     *
     * @return what is due and has been sent often enough
     */
    List<Sent> resendDue(Link link, long nowNs) {
        List<Sent> exhausted = new ArrayList<>();
        for (Sent sent : inflight.values()) {
            if (sent.dueNs > nowNs) {
                continue;
            }
            if (sent.retries >= sendRetries) {
                exhausted.add(sent);
            } else {
                sent.retries++;
                sent.dueNs = nowNs + ackTimeoutNs;
                if (!link.isBlocked()) {
                    link.send(sent.kept.message(), sent.kept.trace());
                }
            }
        }
        nextDueNs = Long.MAX_VALUE;
        inflight.values().forEach(this::schedule);
        return exhausted;
    }

    /** Sends it once on each connection from now on, and no more; it takes no room any more. */
    void setAside(Sent sent) {
        if (!sent.isAside) {
            sent.isAside = true;
            setAside++;
            onTheWire.remove(sent.kept.bytes());
        }
        sent.dueNs = Long.MAX_VALUE;
    }

    /** The broker could not take it just now: it is sent again after a pause, each time a longer one. */
    void onRefused(Sent sent, long nowNs) {
        sent.retries = 0;
        sent.dueNs = nowNs + (ackTimeoutNs << Math.min(sent.refusals, MAX_DOUBLINGS));
        sent.refusals++;
        schedule(sent);
    }

    /** When {@link #resendDue} has something to do, or at an earlier time. */
    long nextDueNs() {
        return nextDueNs;
    }

    private void schedule(Sent sent) {
        nextDueNs = Math.min(nextDueNs, sent.dueNs);
    }

    private void transmit(Sent sent, Link link, long nowNs) {
        sent.dueNs = sent.isAside ? Long.MAX_VALUE : nowNs + ackTimeoutNs;
        schedule(sent);
        link.send(sent.kept.message(), sent.kept.trace());
    }
}
