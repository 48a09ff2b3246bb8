package org.rembus.broker.routing;

import java.util.LinkedHashMap;
import java.util.Map;
import org.rembus.protocol.BrokerEvent;

/** The events that one component is still to be told of: added up, and so bounded by its subscriptions. */
final class Untold {
    private static final int MAX_TOPICS = 32;

    private final Map<String, Long> overtaken = new LinkedHashMap<>();
    private final Map<String, Long> dropped = new LinkedHashMap<>();
    private long droppedInAll;
    private boolean draining;

    void addOvertaken(String topic, long lost) {
        overtaken.merge(topic, lost, Long::sum);
    }

    /** @return whether it is the first since {@link #forgetDropped} */
    boolean addDropped(String topic) {
        droppedInAll++;
        if (dropped.size() < MAX_TOPICS || dropped.containsKey(topic)) {
            dropped.merge(topic, 1L, Long::sum);
        }
        return droppedInAll == 1;
    }

    void addDraining() {
        draining = true;
    }

    boolean isDraining() {
        return draining;
    }

    void forgetDraining() {
        draining = false;
    }

    /** By subscription; for the caller to remove what it has told. */
    Map<String, Long> overtaken() {
        return overtaken;
    }

    boolean hasDropped() {
        return droppedInAll > 0;
    }

    BrokerEvent dropped() {
        return new BrokerEvent.SlowConsumer(droppedInAll, dropped);
    }

    void forgetDropped() {
        droppedInAll = 0;
        dropped.clear();
    }
}
