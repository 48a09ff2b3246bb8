package org.rembus.broker.journal.log;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.Page.Stored;
import org.rembus.broker.journal.PageBuilder;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.ReadRequest;
import org.rembus.broker.journal.disk.Disk;
import org.rembus.broker.journal.log.format.Batch;
import org.rembus.broker.journal.log.format.BatchReader;
import org.rembus.broker.journal.log.format.EntryCodec;
import org.rembus.broker.journal.log.format.Landmarks;
import org.rembus.broker.journal.log.format.RecordFilter;
import org.rembus.broker.journal.log.format.RecordInput;
import org.rembus.broker.journal.log.format.SegmentHeader;
import org.rembus.broker.journal.log.format.TextPool;
import org.rembus.protocol.ProtocolException;

/** Reads one page from the files, along a plan. For one thread. */
final class PageRead {
    private static final int MAX_BYTES_LOOKED_AT = 4 * 1024 * 1024;

    private final Disk disk;
    private final BatchCache cache;
    private final ReadRequest request;
    private final RecordFilter filter;
    private final PageBuilder page;
    private final TextPool texts = new TextPool();
    private @Nullable BatchReader reader;
    private long next;
    private long looked;
    private boolean full;

    PageRead(Disk disk, BatchCache cache, ReadRequest request) {
        this.disk = disk;
        this.cache = cache;
        this.request = request;
        this.filter = new RecordFilter(request);
        this.page = new PageBuilder(request);
        this.next = request.from();
    }

    /**
     * One segment to read.
     *
     * @param end where to stop
     * @param offsets the batches to read; null for all
     */
    record Part(Segment segment, int end, int @Nullable [] offsets) {}

    /**
     * What to read.
     *
     * @param next where to go on when all parts are done with
     * @param removedThrough what retention had removed when this was planned
     */
    record Plan(List<Part> parts, long next, long removedThrough) {}

    /**
     * What was read.
     *
     * @param next what to read next
     * @param removedThrough what retention had removed already
     * @param damage why that cannot be read; null if it can
     * @param overtaken whether retention has removed it meanwhile
     */
    record Result(
            PageBuilder page,
            long next,
            long removedThrough,
            @Nullable String damage,
            boolean overtaken) {}

    Result follow(Plan plan) {
        for (Part part : plan.parts()) {
            try {
                read(part);
            } catch (NoSuchFileException e) {
                boolean removed = part.segment().isRemoved();
                return result(plan, removed ? null : e.getMessage() + " is missing", removed);
            } catch (IOException e) {
                return result(plan, String.valueOf(e.getMessage()), false);
            } catch (RuntimeException e) {
                // somebody waits for the page, and others for their turn
                return result(plan, part.segment() + " cannot be read: " + e, false);
            }
            if (full) {
                return result(plan, null, false);
            }
        }
        next = Math.max(next, plan.next());
        return result(plan, null, false);
    }

    private Result result(Plan plan, @Nullable String damage, boolean overtaken) {
        return new Result(page, next, plan.removedThrough(), damage, overtaken);
    }

    private void read(Part part) throws IOException {
        try {
            int start = startOf(part);
            if (part.offsets() == null) {
                int offset = start;
                while (!full && offset < part.end()) {
                    offset = read(part, offset).end();
                }
                return;
            }
            for (int offset : part.offsets()) {
                if (!full && offset >= start && offset < part.end()) {
                    read(part, offset);
                }
            }
        } finally {
            closeReader();
        }
    }

    /** Where the batch begins that holds what is wanted first, or one not far before. */
    private int startOf(Part part) throws IOException {
        Segment segment = part.segment();
        if (request.from() <= segment.firstSequence()) {
            return SegmentHeader.BYTES;
        }
        Landmarks landmarks = segment.landmarks();
        if (landmarks == null) {
            landmarks = readerOf(part).landmarks(part.end());
            segment.setLandmarks(landmarks);
        }
        return landmarks.before(request.from());
    }

    private Batch read(Part part, int offset) throws IOException {
        Batch batch = cache.get(part.segment(), offset);
        if (batch == null) {
            batch = readerOf(part).read(offset, part.end());
            cache.put(part.segment(), batch);
        }
        if (batch.lastSequence() >= request.from()) {
            take(batch);
        }
        return batch;
    }

    private void take(Batch batch) throws IOException {
        looked += batch.size();
        RecordInput in = batch.input(texts);
        try {
            batch.forEachRecord((sequence, start, end) -> {
                if (sequence >= request.from()
                        && filter.wants(in.at(start, end))
                        && !page.offer(decode(sequence, in.at(start, end)))) {
                    full = true;
                    next = sequence;
                }
                return !full;
            });
        } catch (ProtocolException e) {
            throw new IOException("a record cannot be read: " + e.getMessage(), e);
        }
        if (!full) {
            next = batch.lastSequence() + 1;
            full = looked >= MAX_BYTES_LOOKED_AT;
        }
    }

    private static Stored decode(long sequence, RecordInput in) throws ProtocolException {
        if (EntryCodec.read(in) instanceof PublishRecord publish) {
            return new Stored(sequence, publish);
        }
        throw new ProtocolException("entry " + sequence + " is no publish");
    }

    private BatchReader readerOf(Part part) throws IOException {
        if (reader == null) {
            reader = new BatchReader(
                    disk, part.segment().file(), part.segment().header().epoch());
        }
        return reader;
    }

    private void closeReader() throws IOException {
        if (reader != null) {
            Objects.requireNonNull(reader).close();
            reader = null;
        }
    }
}
