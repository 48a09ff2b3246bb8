package org.rembus.broker.journal.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.ReadRequest;
import org.rembus.broker.journal.disk.Disk;
import org.rembus.broker.journal.log.PageRead.Part;
import org.rembus.broker.journal.log.PageRead.Plan;
import org.rembus.broker.journal.log.view.View;

/**
 * Reads pages from the files, a few at a time. A read is planned first, from the indexes: those of the older segments are
 * with the view. Called on the router's thread, where the results come back to.
 */
final class PageReads {
    private static final int MAX_AT_ONCE = 16;
    private static final int MAX_PARTS = 512;

    private final Disk disk;
    private final Segments segments;
    private final ViewFeed feed;
    private final Executor readers;
    private final Executor router;
    private final BatchCache cache;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int underWay;

    PageReads(Disk disk, Segments segments, ViewFeed feed, LogThreads threads, long cacheBytes) {
        this.disk = disk;
        this.segments = segments;
        this.feed = feed;
        this.readers = threads.readers();
        this.router = threads.router();
        this.cache = new BatchCache(cacheBytes);
    }

    /**
     * What there is to read, and what is not there any more, all at one time.
     *
     * @param segments from the one on where the reading begins
     * @param activeEnd where to stop in the last one
     * @param head the sequence that comes next
     */
    private record Moment(List<Segment> segments, int activeEnd, long head, long removedThrough) {}

    /** Where the index of a segment is asked for. */
    private interface Lookup {
        /** Empty to read all batches. */
        Optional<int[]> find(Segment segment);
    }

    /** Reads a page; {@code whenRead} gets it later. */
    void read(ReadRequest request, Consumer<PageRead.Result> whenRead) {
        waiting.add(() -> begin(request, whenRead));
        beginNext();
    }

    /** Begins no more of them. */
    void close() {
        waiting.clear();
    }

    private void beginNext() {
        while (underWay < MAX_AT_ONCE && !waiting.isEmpty()) {
            underWay++;
            waiting.remove().run();
        }
    }

    private void begin(ReadRequest request, Consumer<PageRead.Result> whenRead) {
        Moment now = moment(request.from());
        Consumer<Plan> follow = plan -> readers.execute(() -> {
            PageRead.Result result = new PageRead(disk, cache, request).follow(plan);
            router.execute(() -> {
                underWay--;
                beginNext();
                whenRead.accept(result);
            });
        });
        if (request.filter() == null || now.segments().getFirst().topics() != null) {
            follow.accept(plan(request, now, segment -> Optional.empty()));
        } else {
            feed.ask(
                    view -> plan(request, now, segment -> findIn(view, request, segment)),
                    follow,
                    () -> follow.accept(plan(request, now, segment -> Optional.empty())));
        }
    }

    private static Optional<int[]> findIn(View view, ReadRequest request, Segment segment) {
        return view.find(segment.firstSequence(), request.tenant(), request.filter());
    }

    private Moment moment(long from) {
        return new Moment(
                segmentsFrom(from), segments.activeEnd(), segments.durableThrough() + 1, segments.removedThrough());
    }

    private List<Segment> segmentsFrom(long sequence) {
        List<Segment> all = segments.all();
        int first = all.size() - 1;
        while (first > 0 && all.get(first).firstSequence() > sequence) {
            first--;
        }
        return all.subList(first, all.size());
    }

    /** What to read until the page is full, most likely: up to the first segment that has to be read as a whole. */
    private static Plan plan(ReadRequest request, Moment now, Lookup lookup) {
        List<Segment> segments = now.segments();
        List<Part> parts = new ArrayList<>();
        int batches = 0;
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            int[] offsets = find(request, segment, lookup);
            if (offsets == null || offsets.length > 0) {
                parts.add(new Part(segment, endOf(segment, now.activeEnd()), offsets));
            }
            // the first one's batches may all be before what is wanted
            batches += i == 0 || offsets == null ? 0 : offsets.length;
            boolean enough = offsets == null || batches >= request.maxRecords() || parts.size() == MAX_PARTS;
            if (enough && i + 1 < segments.size()) {
                return new Plan(parts, segments.get(i + 1).firstSequence(), now.removedThrough());
            }
        }
        return new Plan(parts, now.head(), now.removedThrough());
    }

    private static int @Nullable [] find(ReadRequest request, Segment segment, Lookup lookup) {
        TopicIndex topics = segment.topics();
        return (topics == null ? lookup.find(segment) : topics.find(request.tenant(), request.filter())).orElse(null);
    }

    private static int endOf(Segment segment, int activeEnd) {
        Segment.End end = segment.end();
        return end == null ? activeEnd : end.offset();
    }
}
