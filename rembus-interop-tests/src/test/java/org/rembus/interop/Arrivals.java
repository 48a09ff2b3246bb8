package org.rembus.interop;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.rembus.protocol.QoS;

/**
 * What arrives of messages that are all different, published at each level under a topic of its own; without what QoS 1
 * delivers twice, as it may on a slow machine.
 */
final class Arrivals {
    private final String prefix;
    private final Supplier<PeerEvent> source;
    private final Set<PeerEvent> seen = new HashSet<>();

    /** @param source waits for the next message */
    Arrivals(String prefix, Supplier<PeerEvent> source) {
        this.prefix = prefix;
        this.source = source;
    }

    /** The topic for messages of this level. */
    String topic(QoS qos) {
        return prefix + "/" + qos;
    }

    PeerEvent next() {
        PeerEvent event = source.get();
        while (!seen.add(event) && event.topic().equals(topic(QoS.AT_LEAST_ONCE))) {
            event = source.get();
        }
        return event;
    }
}
