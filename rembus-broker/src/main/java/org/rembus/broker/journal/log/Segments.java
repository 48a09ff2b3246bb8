package org.rembus.broker.journal.log;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.rembus.broker.journal.log.format.SegmentHeader;

/** The segments there are, oldest first, and how far they are durable. Router's thread only; the lists may go anywhere. */
final class Segments {
    private List<Segment> all;
    private long durableThrough;
    private int activeEnd;
    private long removedThrough;

    /**
     * @param all the last is the active one
     * @param durableThrough the last durable sequence
     * @param activeEnd where the active one ends so far
     */
    Segments(List<Segment> all, long durableThrough, int activeEnd) {
        this.all = List.copyOf(all);
        this.durableThrough = durableThrough;
        this.activeEnd = activeEnd;
        this.removedThrough = all.getFirst().header().previousLast();
    }

    /** As they are now; never changed. */
    List<Segment> all() {
        return all;
    }

    Segment active() {
        return all.getLast();
    }

    long durableThrough() {
        return durableThrough;
    }

    /** What of the active segment may be read ends here. */
    int activeEnd() {
        return activeEnd;
    }

    /** Retention has removed all through this sequence. */
    long removedThrough() {
        return removedThrough;
    }

    void durable(long through, int end) {
        durableThrough = through;
        activeEnd = end;
    }

    /** The active segment ends there; another one is active now. */
    void add(Segment.End end, Segment next) {
        active().end(end);
        List<Segment> more = new ArrayList<>(all);
        more.add(next);
        all = List.copyOf(more);
        activeEnd = SegmentHeader.BYTES;
    }

    /**
     * Those that are no longer to be kept, oldest first.
     *
     * @param maxBytes what all may take
     * @param isOutlived whether a sealed one need not be kept whatever all take
     */
    List<Segment> outlived(long maxBytes, Predicate<Segment> isOutlived) {
        long bytes = activeEnd;
        for (Segment sealed : all.subList(0, all.size() - 1)) {
            bytes += sealed.requireEnd().offset();
        }
        int count = 0;
        while (count < all.size() - 1) {
            Segment oldest = all.get(count);
            if (bytes <= maxBytes && !isOutlived.test(oldest)) {
                break;
            }
            bytes -= oldest.requireEnd().offset();
            count++;
        }
        return all.subList(0, count);
    }

    /** Forgets the oldest ones, which these are. */
    void remove(List<Segment> oldest) {
        oldest.forEach(Segment::setRemoved);
        removedThrough = oldest.getLast().requireEnd().lastSequence();
        all = List.copyOf(all.subList(oldest.size(), all.size()));
    }
}
