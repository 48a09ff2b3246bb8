package org.rembus.broker;

import org.rembus.broker.routing.Notices;
import org.rembus.broker.routing.slow.Drops;
import org.rembus.broker.transport.FloodLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what the router has to say of its peers, of each kind a few lines a second at most. */
final class LoggedNotices implements Notices {
    private static final Logger LOG = LoggerFactory.getLogger(LoggedNotices.class);

    private final FloodLog log;

    private enum Kind {
        REFUSED,
        CLOSED,
        DROPPED,
        UNACKNOWLEDGED,
        TOO_SLOW,
        OVERTAKEN,
        NOT_PASSED_ON,
        UNREADABLE,
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
    public void tooSlow(String peer, Drops dropped) {
        String what =
                dropped.total() == 1 ? "a message to it was dropped" : dropped.total() + " messages to it were dropped";
        log.info(Kind.TOO_SLOW, peer, "reads too slowly: " + what + " (" + dropped + ")");
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
    public void unreadable(String rid, String topic, String reason) {
        log.info(Kind.UNREADABLE, rid, "gets no more of " + topic + " on this connection: " + reason);
    }

    @Override
    public void journalFailed(String reason) {
        LOG.error("nothing is stored or acknowledged: {}", reason);
    }

    @Override
    public void journalRecovered() {
        LOG.info("messages are stored again");
    }

    @Override
    public void journalDamaged(String what) {
        LOG.error("stored messages cannot be read: {}", what);
    }

    @Override
    public void journalMended(String what) {
        LOG.info("stored messages can be read again: {}", what);
    }

    @Override
    public void notStored(int entries) {
        log.info(Kind.NOT_STORED, "journal", entries + " entries could not be stored and are not acknowledged");
    }
}
