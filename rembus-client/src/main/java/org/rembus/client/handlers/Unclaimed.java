package org.rembus.client.handlers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.rembus.protocol.Message;

/**
 * Messages to topics that nobody here has subscribed to, yet: a named component that comes back gets what waits for all its
 * subscriptions as soon as it made the first one. They are kept for a while, so that the handler that comes a moment later
 * finds them. Those that nobody claims are reported as dropped, and acknowledged, or the broker would send them for ever.
 *
 * <p>Used on the event loop only.
 */
final class Unclaimed {
    private static final long KEPT_NS = 10_000_000_000L;
    private static final int MAX_MESSAGES = 10_000;
    private static final long MAX_BYTES = 16L << 20;

    private final Surroundings around;
    private final Losses losses;
    private final Deque<Message.Publish> kept = new ArrayDeque<>();
    private long bytes;
    private boolean isTiming;

    Unclaimed(Surroundings around, Losses losses) {
        this.around = around;
        this.losses = losses;
    }

    /** @return false when there is no room for a message that can come again */
    boolean keep(Message.Publish message) {
        int more = message.data().length();
        if (kept.size() >= MAX_MESSAGES || bytes + more > MAX_BYTES) {
            if (!message.qos().isAcknowledged()) {
                losses.add(message.topic());
            }
            return false;
        }
        kept.add(message);
        bytes += more;
        if (!isTiming) {
            isTiming = true;
            around.timer().after(KEPT_NS, this::expire);
        }
        return true;
    }

    /** Takes out those of this topic, in order. */
    List<Message.Publish> claim(String topic) {
        List<Message.Publish> claimed = new ArrayList<>();
        for (Iterator<Message.Publish> all = kept.iterator(); all.hasNext(); ) {
            Message.Publish message = all.next();
            if (message.topic().equals(topic)) {
                all.remove();
                bytes -= message.data().length();
                claimed.add(message);
            }
        }
        return claimed;
    }

    void clear() {
        kept.clear();
        bytes = 0;
    }

    private void expire() {
        isTiming = false;
        for (Message.Publish message : kept) {
            losses.add(message.topic());
            if (message.qos().isAcknowledged()) {
                around.outbox().handled(message);
            }
        }
        clear();
    }
}
