package org.rembus.broker.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Keeps what a journal reports, as lines. */
public final class RecordedReports implements JournalReports {
    private final List<String> lines = new ArrayList<>();
    private LongConsumer whenDurable = through -> {};

    public List<String> lines() {
        return lines;
    }

    /** Does this, too, at each report that something is durable. */
    public void whenDurable(LongConsumer action) {
        whenDurable = action;
    }

    @Override
    public void onNumbered(long first, int count) {
        lines.add("numbered " + first + "+" + count);
    }

    @Override
    public void onDurable(long through) {
        lines.add("durable " + through);
        whenDurable.accept(through);
    }

    @Override
    public void onLost(int count) {
        lines.add("lost " + count);
    }

    @Override
    public void onFailed(String reason) {
        lines.add("failed: " + reason);
    }

    @Override
    public void onRecovered() {
        lines.add("recovered");
    }

    @Override
    public void onDamaged(String what) {
        lines.add("damaged: " + what);
    }

    @Override
    public void onMended(String what) {
        lines.add("mended: " + what);
    }
}
