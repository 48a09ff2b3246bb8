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
    private static final int CLOSES_UNTIL_CAREFUL = 3;

    private final Map<MessageId, InFlight> deliveries = new LinkedHashMap<>();
    private final int maxDeliveries;
    private long bytes;
    private int closes;

    Window(int maxDeliveries) {
        this.maxDeliveries = maxDeliveries;
    }

    /** Whether one more delivery of so many bytes may be under way. An empty window takes one of any size. */
    boolean hasRoom(int weight) {
        int limit = closes >= CLOSES_UNTIL_CAREFUL ? 1 : maxDeliveries;
        return deliveries.isEmpty() || (deliveries.size() < limit && bytes + weight <= MAX_BYTES);
    }

    boolean contains(MessageId id) {
        return deliveries.containsKey(id);
    }

    void add(InFlight delivery) {
        deliveries.put(delivery.id(), delivery);
        bytes += delivery.record().weight();
    }

    /** Takes out what the twin has acknowledged; null when there is no such delivery. */
    @Nullable
    InFlight acknowledged(MessageId id) {
        InFlight delivery = deliveries.remove(id);
        if (delivery != null) {
            bytes -= delivery.record().weight();
            closes = 0;
        }
        return delivery;
    }

    /** A connection was closed because deliveries stayed unacknowledged; the third makes the window careful. */
    void closedUnacknowledged() {
        closes++;
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
