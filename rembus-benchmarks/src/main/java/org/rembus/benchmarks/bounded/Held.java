package org.rembus.benchmarks.bounded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.rembus.benchmarks.launched.ProcessFigures;

/**
 * What a broker holds at one time.
 *
 * @param heapBytes after a collection
 * @param directBytes buffers outside of the heap
 */
record Held(long heapBytes, long directBytes, long residentBytes, long threads, long sockets, long files) {
    private static final double MIB = 1 << 20;

    static Held by(ProcessFigures broker) throws IOException, InterruptedException {
        broker.collect();
        return new Held(
                broker.heapBytes(),
                broker.directBytes(),
                broker.residentBytes(),
                broker.threads(),
                broker.sockets(),
                broker.openFiles());
    }

    double heapMib() {
        return heapBytes / MIB;
    }

    double directMib() {
        return directBytes / MIB;
    }

    double residentMib() {
        return residentBytes / MIB;
    }

    /**
     * By how much it may grow: not at all, but for what has a bound of its own that is not reached at once.
     *
     * @param caches what the heap may have in any case, for caches of topics and records, which fill up
     * @param heapBytes above that, or above what it was
     * @param directBytes for chunks of pools of buffers
     * @param files for those of the database of twins
     */
    record Allowance(long caches, long heapBytes, long directBytes, long threads, long sockets, long files) {}

    /** What has grown by more than it may since then; a sentence each. */
    List<String> grownSince(Held before, Allowance allowance) {
        List<String> grown = new ArrayList<>();
        compare(grown, "heap, bytes", Math.max(allowance.caches, before.heapBytes), heapBytes, allowance.heapBytes);
        compare(grown, "direct memory, bytes", before.directBytes, directBytes, allowance.directBytes);
        compare(grown, "threads", before.threads, threads, allowance.threads);
        compare(grown, "sockets", before.sockets, sockets, allowance.sockets);
        compare(grown, "open files", before.files, files, allowance.files);
        return grown;
    }

    private static void compare(List<String> grown, String what, long before, long after, long allowed) {
        if (after > before + allowed) {
            grown.add(what + ": from " + before + " to " + after + ", and " + allowed + " more were allowed");
        }
    }
}
