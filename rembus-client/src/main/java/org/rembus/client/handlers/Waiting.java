package org.rembus.client.handlers;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.rembus.client.session.Quota;
import org.rembus.protocol.Message;

/**
 * The messages of one subscription that wait for its handler, in order. QoS 0 messages beyond the bound push out the oldest ones;
 * QoS 1 and 2 are bounded by what a broker leaves unacknowledged, and refused beyond that.
 */
final class Waiting {
    private static final int MAX_ACKNOWLEDGED = 10_000;
    private static final long MAX_ACKNOWLEDGED_BYTES = 64 << 20;
    private static final long MAX_LOSSY_BYTES = 16 << 20;

    private final String topic;
    private final Losses losses;
    private final Deque<Message.Publish> messages = new ArrayDeque<>();
    private final Quota lossy;
    private final Quota acknowledged = new Quota(MAX_ACKNOWLEDGED, MAX_ACKNOWLEDGED_BYTES);

    /** @param losses are told of what is pushed out */
    Waiting(String topic, int maxLossy, Losses losses) {
        this.topic = topic;
        this.losses = losses;
        this.lossy = new Quota(maxLossy, MAX_LOSSY_BYTES);
    }

    /** @return false when a QoS 1 or 2 message cannot be taken now */
    boolean add(Message.Publish message) {
        if (!makeRoom(message)) {
            return false;
        }
        messages.add(message);
        quotaOf(message).add(Quota.bytesOf(message));
        return true;
    }

    private boolean makeRoom(Message.Publish message) {
        int bytes = Quota.bytesOf(message);
        if (message.qos().isAcknowledged()) {
            return acknowledged.hasRoom(bytes);
        }
        Iterator<Message.Publish> oldest = messages.iterator();
        while (!lossy.hasRoom(bytes)) {
            Message.Publish candidate = oldest.next();
            if (!candidate.qos().isAcknowledged()) {
                oldest.remove();
                lossy.remove(Quota.bytesOf(candidate));
                losses.add(topic);
            }
        }
        return true;
    }

    private Quota quotaOf(Message.Publish message) {
        return message.qos().isAcknowledged() ? acknowledged : lossy;
    }

    Message.@Nullable Publish poll() {
        Message.Publish next = messages.poll();
        if (next != null) {
            quotaOf(next).remove(Quota.bytesOf(next));
        }
        return next;
    }

    void clear() {
        messages.clear();
        lossy.clear();
        acknowledged.clear();
    }
}
