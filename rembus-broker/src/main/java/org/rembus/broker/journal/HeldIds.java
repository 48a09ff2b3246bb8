package org.rembus.broker.journal;

import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.rembus.protocol.MessageId;

/**
 * The ids of QoS 2 messages that were received and whose ACK2 has not come: a second message of such an id is a
 * duplicate (PROTOCOL.md section 9). Kept for 24 hours, at most 10,000 of one publisher; the oldest goes first.
 */
public final class HeldIds {
    /** How many ids of one publisher are kept. */
    public static final int MAX_IDS = 10_000;

    /** How long one is kept, counted until the last that was added. */
    public static final long MAX_AGE_NS = Duration.ofHours(24).toNanos();

    private final LinkedHashMap<MessageId, Long> receivedNs = new LinkedHashMap<>();

    /** Remembers an id, with the time in ns since the epoch at which it was received. */
    public void add(MessageId id, long atNs) {
        receivedNs.putIfAbsent(id, atNs);
        Iterator<Long> oldest = receivedNs.values().iterator();
        while (oldest.hasNext()) {
            long age = atNs - oldest.next();
            if (receivedNs.size() <= MAX_IDS && age <= MAX_AGE_NS) {
                return;
            }
            oldest.remove();
        }
    }

    public boolean contains(MessageId id) {
        return receivedNs.containsKey(id);
    }

    /** Forgets an id; whether it was there. */
    public boolean remove(MessageId id) {
        return receivedNs.remove(id) != null;
    }

    public int size() {
        return receivedNs.size();
    }

    /** Forgets all. */
    public void clear() {
        receivedNs.clear();
    }

    public void addAll(Map<MessageId, Long> others) {
        receivedNs.putAll(others);
    }

    /** A copy, oldest first. */
    public Map<MessageId, Long> snapshot() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(receivedNs));
    }
}
