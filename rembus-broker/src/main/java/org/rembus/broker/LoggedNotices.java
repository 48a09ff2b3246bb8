package org.rembus.broker;

import org.rembus.broker.routing.Notices;
import org.rembus.broker.transport.FloodLog;

/** Logs what the router has to say of its peers, a few lines a second at most. */
final class LoggedNotices implements Notices {
    private final FloodLog log;

    LoggedNotices(FloodLog log) {
        this.log = log;
    }

    @Override
    public void refused(String peer, String reason) {
        log.info(peer, "refused: " + reason);
    }

    @Override
    public void unacknowledged(String rid, String peer, int deliveries) {
        log.info(rid + " (" + peer + ")", "closed: it left " + deliveries + " messages unacknowledged");
    }

    @Override
    public void tooSlow(String peer, long dropped) {
        log.info(peer, "reads too slowly: " + dropped + " QoS 0 messages to it were dropped");
    }

    @Override
    public void overtaken(String rid, String topic, long lost) {
        log.info(rid, "was away for too long: up to " + lost + " messages of " + topic + " are gone");
    }

    @Override
    public void notPassedOn(String node, String topic) {
        log.info(node, "a command for " + topic + " could not be passed on to it");
    }

    @Override
    public void notStored(int entries) {
        log.info("journal", entries + " entries could not be stored and are not acknowledged");
    }
}
