package org.rembus.broker.routing.traffic;

import org.jspecify.annotations.Nullable;
import org.rembus.broker.routing.slow.DropReason;
import org.rembus.broker.routing.slow.Drops;

/** What one connection has done since it began, and in the window that ended last, while somebody watches. */
public final class Tally {
    private static final int WHAT = What.values().length;

    private final Drops drops = new Drops();
    private long messagesIn;
    private long messagesOut;
    private long @Nullable [] atStart;
    private long @Nullable [] inWindow;

    /** What is counted. */
    public enum What {
        MESSAGES_IN,
        MESSAGES_OUT,
        BYTES_IN,
        BYTES_OUT,
        DROPPED
    }

    /** A message came, of whatever kind. */
    public void in() {
        messagesIn++;
    }

    /** A message was handed over. */
    public void out() {
        messagesOut++;
    }

    /** A message was not handed over, and never will be. */
    public void dropped(DropReason why) {
        drops.add(why, 1);
    }

    /** All that was dropped since the beginning. */
    public Drops drops() {
        return drops;
    }

    /** A window ends, and the next one begins. */
    public void turn(long bytesIn, long bytesOut) {
        long[] now = {messagesIn, messagesOut, bytesIn, bytesOut, drops.total()};
        long[] before = atStart;
        if (before != null) {
            long[] difference = new long[WHAT];
            for (int i = 0; i < WHAT; i++) {
                difference[i] = now[i] - before[i];
            }
            inWindow = difference;
        }
        atStart = now;
    }

    /** Nobody watches any more. */
    public void rest() {
        atStart = null;
        inWindow = null;
    }

    /** How much of it there was in the window that ended last; 0 when there has been none. */
    public long inWindow(What what) {
        return inWindow == null ? 0 : inWindow[what.ordinal()];
    }
}
