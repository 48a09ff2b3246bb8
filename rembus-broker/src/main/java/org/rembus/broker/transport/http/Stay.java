package org.rembus.broker.transport.http;

import org.rembus.broker.transport.Traffic;
import org.rembus.broker.transport.arrival.Arrival;

/** Whether a connection is one of those that there may be: from its first request on, if there is room for it then. */
final class Stay {
    private final Arrival arrival;
    private final Traffic traffic;
    private boolean begun;

    Stay(Arrival arrival, Traffic traffic) {
        this.arrival = arrival;
        this.traffic = traffic;
    }

    /** Whether it may go on; to be asked with each request. Once it may, it always may. */
    boolean begin() {
        if (!begun && arrival.admit()) {
            begun = true;
            traffic.increment(Traffic.Count.CONNECTIONS_OPENED);
        }
        return begun;
    }

    boolean hasBegun() {
        return begun;
    }

    /** The connection is closed. */
    void end() {
        if (begun) {
            traffic.increment(Traffic.Count.CONNECTIONS_CLOSED);
        }
    }
}
