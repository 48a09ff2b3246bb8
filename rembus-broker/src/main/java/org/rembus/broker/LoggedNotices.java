package org.rembus.broker;

import org.rembus.broker.routing.Notices;
import org.rembus.broker.transport.FloodLog;

/** Logs what the router has to say of its peers, of each kind a few lines a second at most. */
final class LoggedNotices implements Notices {
    private final FloodLog log;

    private enum Kind {
        REFUSED,
        CLOSED,
        DROPPED,
        UNACKNOWLEDGED,
        TOO_SLOW,
        OVERTAKEN,
        NOT_PASSED_ON,
        NOT_STORED
    }

    LoggedNotices(FloodLog log) {
        this.log = log;
    }

    @Override
    public void refused(String peer, String reason) {
        log.info(Kind.REFUSED, peer, "refused: " + reason);
    }

    @Override
    public void closed(String peer, String reason) {
        log.info(Kind.CLOSED, peer, "closed: " + reason);
    }

    @Override
    public void dropped(String peer, String reason) {
        log.info(Kind.DROPPED, peer, "a message of it was dropped: " + reason);
    }

    @Override
    public void unacknowledged(String rid, String peer, int deliveries) {
        log.info(
                Kind.UNACKNOWLEDGED,
                rid + " (" + peer + ")",
                "closed: it left " + deliveries + " messages unacknowledged");
    }

    @Override
    public void tooSlow(String peer, long dropped) {
        log.info(Kind.TOO_SLOW, peer, "reads too slowly: " + dropped + " QoS 0 messages to it were dropped");
    }

    @Override
    public void overtaken(String rid, String topic, long lost) {
        log.info(Kind.OVERTAKEN, rid, "was away for too long: up to " + lost + " messages of " + topic + " are gone");
    }

    @Override
    public void notPassedOn(String node, String topic) {
        log.info(Kind.NOT_PASSED_ON, node, "a command for " + topic + " could not be passed on to it");
    }

    @Override
    public void notStored(int entries) {
        log.info(Kind.NOT_STORED, "journal", entries + " entries could not be stored and are not acknowledged");
    }
}
