package org.rembus.broker.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.MessageId;

/** The unacknowledged deliveries to one twin, oldest first: bounded in number and in bytes. */
final class Window {
    private static final long MAX_BYTES = 16L * 1024 * 1024;

    private final Map<MessageId, InFlight> deliveries = new LinkedHashMap<>();
    private int limit;
    private long bytes;

    /** @param limit how many deliveries there may be */
    Window(int limit) {
        this.limit = limit;
    }

    void limitTo(int deliveriesAtOnce) {
        limit = deliveriesAtOnce;
    }

    /** Whether one more delivery of so many bytes may be under way. An empty window takes one of any size. */
    boolean hasRoom(int weight) {
        return deliveries.isEmpty() || (deliveries.size() < limit && bytes + weight <= MAX_BYTES);
    }

    /** Whether there is so much room that reading for it is worth while. */
    boolean isHalfEmpty() {
        return deliveries.isEmpty() || (deliveries.size() <= limit / 2 && bytes <= MAX_BYTES / 2);
    }

    boolean contains(MessageId id) {
        return deliveries.containsKey(id);
    }

    void add(InFlight delivery) {
        deliveries.put(delivery.id(), delivery);
        bytes += delivery.record().weight();
    }

    /** Takes out the delivery of this id; null when there is none. */
    @Nullable
    InFlight remove(MessageId id) {
        InFlight delivery = deliveries.remove(id);
        if (delivery != null) {
            bytes -= delivery.record().weight();
        }
        return delivery;
    }

    int size() {
        return deliveries.size();
    }

    /** Takes out everything, oldest first. */
    List<InFlight> drain() {
        List<InFlight> drained = new ArrayList<>(deliveries.values());
        deliveries.clear();
        bytes = 0;
        return drained;
    }
}
