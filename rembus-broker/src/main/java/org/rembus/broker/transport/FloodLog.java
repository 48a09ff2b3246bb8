package org.rembus.broker.transport;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * A log for what peers do wrong: of each kind at most so many lines a second, however many peers there are, and then a
 * count of the lines left out. So a flood of one kind neither fills the log nor hides another kind. What comes from a peer
 * is made fit for one line. Used by one thread.
 */
public final class FloodLog {
    /** Where a broker logs what its peers do wrong. */
    public static final String PEERS = "org.rembus.broker.peers";

    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int MAX_CHARS = 500;

    private final Logger logger;
    private final int linesPerSecond;
    private final LongSupplier clockNs;
    private final Map<Enum<?>, Second> seconds = new HashMap<>();

    /** @param linesPerSecond of each kind */
    FloodLog(Logger logger, int linesPerSecond, LongSupplier clockNs) {
        this.logger = logger;
        this.linesPerSecond = linesPerSecond;
        this.clockNs = clockNs;
    }

    /** Logs what a peer did. */
    public void info(Enum<?> kind, String peer, String what) {
        if (admits(kind)) {
            logger.info("{}: {}", oneLine(peer), oneLine(what));
        }
    }

    /** Logs what of us failed when a peer did something. */
    public void error(Enum<?> kind, String peer, String what, Throwable cause) {
        if (admits(kind)) {
            logger.error("{}: {}", oneLine(peer), oneLine(what), cause);
        }
    }

    /** Says how many lines were left out in seconds that are over. To be called about once a second. */
    void sayWhatWasLeftOut() {
        long nowNs = clockNs.getAsLong();
        seconds.forEach((kind, second) -> {
            if (second.isOver(nowNs)) {
                tellOf(kind, second);
            }
        });
    }

    private boolean admits(Enum<?> kind) {
        long nowNs = clockNs.getAsLong();
        Second second = seconds.computeIfAbsent(kind, key -> new Second(nowNs));
        if (second.isOver(nowNs)) {
            tellOf(kind, second);
            second.begin(nowNs);
        }
        return second.takeLine(linesPerSecond);
    }

    private void tellOf(Enum<?> kind, Second second) {
        long leftOut = second.takeLeftOut();
        if (leftOut > 0) {
            String name = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            logger.info("{}: {} more lines of this kind were left out", name, leftOut);
        }
    }

    /** Without anything that could look like another line, or turn it around. */
    private static String oneLine(String text) {
        String shown = text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "…";
        StringBuilder line = new StringBuilder(shown.length());
        shown.codePoints().forEach(point -> line.appendCodePoint(isVisible(point) ? point : '\uFFFD'));
        return line.toString();
    }

    private static boolean isVisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    /** The lines of one kind in the second that has begun. */
    private static final class Second {
        private long startNs;
        private int lines;
        private long leftOut;

        Second(long startNs) {
            this.startNs = startNs;
        }

        boolean isOver(long nowNs) {
            return nowNs - startNs >= SECOND_NS;
        }

        void begin(long nowNs) {
            startNs = nowNs;
            lines = 0;
        }

        boolean takeLine(int most) {
            if (lines < most) {
                lines++;
                return true;
            }
            leftOut++;
            return false;
        }

        long takeLeftOut() {
            long count = leftOut;
            leftOut = 0;
            return count;
        }
    }
}
