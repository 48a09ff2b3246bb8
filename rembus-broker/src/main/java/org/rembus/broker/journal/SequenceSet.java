package org.rembus.broker.journal;

import java.util.Map;
import java.util.TreeMap;

/**
 * A set of the journal's sequences, kept as ranges: it costs what there are of gaps, not of sequences.
 *
 * <p>Not thread-safe.
 */
public final class SequenceSet {
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    /** Takes a range of sequences, both ends included. */
    public interface RangeVisitor {
        void visit(long first, long last);
    }

    /** Adds all from {@code first} to {@code last}, both included; none when {@code first} is larger. */
    public void add(long first, long last) {
        if (first > last) {
            return;
        }
        Map.Entry<Long, Long> below = ranges.floorEntry(first);
        boolean touches = below != null && below.getValue() >= first - 1;
        long start = touches ? below.getKey() : first;
        long end = touches ? Math.max(last, below.getValue()) : last;
        for (Map.Entry<Long, Long> next = ranges.higherEntry(start);
                next != null && next.getKey() <= end + 1;
                next = ranges.higherEntry(start)) {
            end = Math.max(end, next.getValue());
            ranges.remove(next.getKey());
        }
        ranges.put(start, end);
    }

    public void add(long sequence) {
        add(sequence, sequence);
    }

    public void addAll(SequenceSet others) {
        others.forEachRange(this::add);
    }

    public boolean contains(long sequence) {
        return firstAbsent(sequence) != sequence;
    }

    /** The smallest sequence from {@code from} on that is not in the set. */
    public long firstAbsent(long from) {
        Map.Entry<Long, Long> range = ranges.floorEntry(from);
        return range == null || range.getValue() < from ? from : range.getValue() + 1;
    }

    /** Removes all through this one. */
    public void removeThrough(long sequence) {
        Map.Entry<Long, Long> first = ranges.firstEntry();
        while (first != null && first.getKey() <= sequence) {
            ranges.remove(first.getKey());
            add(sequence + 1, first.getValue());
            first = ranges.firstEntry();
        }
    }

    /** How many sequences from {@code first} to {@code last}, both included, are not in the set. */
    public long countAbsent(long first, long last) {
        long absent = 0;
        long at = first;
        while (at <= last) {
            long gap = firstAbsent(at);
            Long next = ranges.higherKey(gap);
            long end = next == null ? last + 1 : Math.min(next, last + 1);
            absent += Math.max(0, end - gap);
            at = Math.max(end, gap);
        }
        return absent;
    }

    /** Visits the ranges, in order. */
    public void forEachRange(RangeVisitor visitor) {
        ranges.forEach(visitor::visit);
    }

    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    public SequenceSet copy() {
        SequenceSet copy = new SequenceSet();
        copy.ranges.putAll(ranges);
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SequenceSet that && ranges.equals(that.ranges);
    }

    @Override
    public int hashCode() {
        return ranges.hashCode();
    }

    @Override
    public String toString() {
        return ranges.toString();
    }
}
