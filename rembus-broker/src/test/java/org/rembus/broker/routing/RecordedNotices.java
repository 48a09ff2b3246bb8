package org.rembus.broker.routing;

import java.util.ArrayList;
import java.util.List;
import org.rembus.broker.routing.slow.Drops;

/** Keeps what an operator would be told, as lines. */
public final class RecordedNotices implements Notices {
    private final List<String> lines = new ArrayList<>();

    public List<String> lines() {
        return lines;
    }

    @Override
    public void refused(String peer, String reason) {
        lines.add("refused " + peer + ": " + reason);
    }

    @Override
    public void closed(String peer, String reason) {
        lines.add("closed " + peer + ": " + reason);
    }

    @Override
    public void dropped(String peer, String reason) {
        lines.add("dropped " + peer + ": " + reason);
    }

    @Override
    public void unacknowledged(String rid, String peer, int deliveries) {
        lines.add("unacknowledged " + rid + ": " + deliveries);
    }

    @Override
    public void tooSlow(String peer, Drops dropped) {
        lines.add("too slow " + peer + ": " + dropped);
    }

    @Override
    public void overtaken(String rid, String topic, long lost) {
        lines.add("overtaken " + rid + " " + topic + ": " + lost);
    }

    @Override
    public void notPassedOn(String node, String topic) {
        lines.add("not passed on " + node + ": " + topic);
    }

    @Override
    public void unreadable(String rid, String topic, String reason) {
        lines.add("unreadable " + rid + " " + topic + ": " + reason);
    }

    @Override
    public void journalFailed(String reason) {
        lines.add("journal failed: " + reason);
    }

    @Override
    public void journalRecovered() {
        lines.add("journal recovered");
    }

    @Override
    public void journalDamaged(String what) {
        lines.add("journal damaged: " + what);
    }

    @Override
    public void journalMended(String what) {
        lines.add("journal mended: " + what);
    }

    @Override
    public void notStored(int entries) {
        lines.add("not stored: " + entries);
    }
}
