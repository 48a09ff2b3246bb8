package org.rembus.client.handlers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.rembus.client.session.Quota;
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

    private final Surroundings around;
    private final Losses losses;
    private final Deque<Message.Publish> kept = new ArrayDeque<>();
    private final Quota quota = new Quota(10_000, 16 << 20);
    private boolean isTiming;

    Unclaimed(Surroundings around, Losses losses) {
        this.around = around;
        this.losses = losses;
    }

    /** @return false when there is no room for a message that can come again */
    boolean keep(Message.Publish message) {
        int bytes = Quota.bytesOf(message);
        if (!quota.hasRoom(bytes)) {
            if (!message.qos().isAcknowledged()) {
                losses.add(message.topic());
            }
            return false;
        }
        kept.add(message);
        quota.add(bytes);
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
                quota.remove(Quota.bytesOf(message));
                claimed.add(message);
            }
        }
        return claimed;
    }

    void clear() {
        kept.clear();
        quota.clear();
    }

    private void expire() {
        isTiming = false;
        for (Message.Publish message : kept) {
            losses.add(message.topic());
            if (message.qos().isAcknowledged()) {
                around.outcomes().handled(message);
            }
        }
        clear();
    }
}
