package org.rembus.broker.journal;

import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;
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

    /** What one takes of the heap besides its bytes, about. */
    private static final long BYTES_EACH = 128;

    private final LinkedHashMap<MessageId, Long> receivedNs = new LinkedHashMap<>();
    private LongConsumer onChange = change -> {};
    private long bytes;

    /** What an id takes of the heap, about. */
    public static long bytesOf(MessageId id) {
        return BYTES_EACH + id.length();
    }

    /** What all of them take of the heap, about. */
    public long bytes() {
        return bytes;
    }

    /** Tells of every change of {@link #bytes} from now on, and first of what there is. */
    public void tellChanges(LongConsumer listener) {
        onChange = listener;
        listener.accept(bytes);
    }

    private void count(long change) {
        bytes += change;
        onChange.accept(change);
    }

    /** Remembers an id, with the time in ns since the epoch at which it was received. */
    public void add(MessageId id, long atNs) {
        if (receivedNs.putIfAbsent(id, atNs) == null) {
            count(bytesOf(id));
        }
        Iterator<Map.Entry<MessageId, Long>> all = receivedNs.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<MessageId, Long> oldest = all.next();
            if (receivedNs.size() <= MAX_IDS && atNs - oldest.getValue() <= MAX_AGE_NS) {
                return;
            }
            count(-bytesOf(oldest.getKey()));
            all.remove();
        }
    }

    public boolean contains(MessageId id) {
        return receivedNs.containsKey(id);
    }

    /** Forgets an id; whether it was there. */
    public boolean remove(MessageId id) {
        boolean wasThere = receivedNs.remove(id) != null;
        if (wasThere) {
            count(-bytesOf(id));
        }
        return wasThere;
    }

    public int size() {
        return receivedNs.size();
    }

    /** Forgets all. */
    public void clear() {
        receivedNs.clear();
        count(-bytes);
    }

    public void addAll(Map<MessageId, Long> others) {
        others.forEach((id, atNs) -> {
            if (receivedNs.put(id, atNs) == null) {
                count(bytesOf(id));
            }
        });
    }

    /** A copy, oldest first. */
    public Map<MessageId, Long> snapshot() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(receivedNs));
    }
}
