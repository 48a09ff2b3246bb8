package org.rembus.client.handlers;

import java.util.LinkedHashMap;
import java.util.Map;
import org.rembus.client.order.Timer;

/**
 * Counts the messages that were dropped and reports them once a second, by topic: a handler that cannot keep up loses
 * many, and one report for each would cost more than the messages. Used on the event loop only.
 */
final class Losses {
    private static final long PERIOD_NS = 1_000_000_000L;

    private final Reports reports;
    private final Timer timer;
    private final Map<String, Long> unreported = new LinkedHashMap<>();

    Losses(Reports reports, Timer timer) {
        this.reports = reports;
        this.timer = timer;
    }

    /** One more of this topic. */
    void add(String topic) {
        if (unreported.isEmpty()) {
            timer.after(PERIOD_NS, this::report);
        }
        unreported.merge(topic, 1L, Long::sum);
    }

    /** Reports what has not been reported yet. */
    void report() {
        Map<String, Long> lost = new LinkedHashMap<>(unreported);
        unreported.clear();
        lost.forEach(reports::dropped);
    }
}
