package org.rembus.broker.journal.rocksdb;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.log.view.SegmentIndex;
import org.rembus.broker.journal.log.view.SegmentIndex.TopicBatches;
import org.rembus.protocol.Topic;

/**
 * Which batches of a sealed segment hold which topics: a row for each segment, tenant and topic, with the offsets as
 * distances from one to the next, and one row for the segment itself, written last, that says that the others are there.
 *
 * <p>One topic is found by one look. For a pattern the topics are walked that begin with its literal levels, for no filter all, until it is
 * plain that scanning the segment costs less: after {@value #MAX_TOPICS} topics, after {@value #MAX_OFFSETS} offsets, or
 * when more than half of the batches would have to be read.
 */
final class TopicIndex {
    /** Walking over this many takes some milliseconds; so does scanning a segment. */
    static final int MAX_TOPICS = 4096;

    static final int MAX_OFFSETS = 65_536;

    private static final int BATCH_BYTES = 1024 * 1024;

    private final ViewDatabase database;

    TopicIndex(ViewDatabase database) {
        this.database = database;
    }

    boolean has(long segment) {
        return database.get(Family.INDEX, key(segment)) != null;
    }

    void add(SegmentIndex index) {
        if (has(index.firstSequence())) {
            return;
        }
        try (RowBatch batch = database.batch()) {
            for (TopicBatches topic : index.topics()) {
                batch.put(
                        Family.INDEX,
                        key(index.firstSequence(), topic.tenant(), topic.topic()),
                        Offsets.encode(topic.offsets()));
                if (batch.bytes() >= BATCH_BYTES) {
                    batch.write();
                }
            }
            batch.put(
                    Family.INDEX,
                    key(index.firstSequence()),
                    new RowWriter().number(index.batches()).toBytes());
            batch.write();
        }
    }

    void remove(long segment) {
        try (RowBatch batch = database.batch()) {
            batch.deleteRange(Family.INDEX, key(segment), key(segment + 1));
            batch.write();
        }
    }

    Optional<int[]> find(long segment, String tenant, @Nullable Topic filter) {
        try {
            return filter == null || filter.isPattern()
                    ? findAll(segment, tenant, filter)
                    : findOne(segment, tenant, filter);
        } catch (UnreadableRowException e) {
            throw database.unreadable(Family.INDEX, e);
        }
    }

    private Optional<int[]> findOne(long segment, String tenant, Topic topic) {
        byte[] row = database.get(Family.INDEX, key(segment, tenant, topic.toString()));
        if (row != null) {
            return Optional.of(new Offsets().addAll(row).distinct());
        }
        return has(segment) ? Optional.of(new int[0]) : Optional.empty();
    }

    private Optional<int[]> findAll(long segment, String tenant, @Nullable Topic pattern) {
        byte[] row = database.get(Family.INDEX, key(segment));
        if (row == null) {
            return Optional.empty();
        }
        Search search = new Search(pattern);
        String literal = pattern == null ? "" : literal(pattern);
        if (!literal.isEmpty()) {
            // a/** is a, too
            String itself = literal.substring(0, literal.length() - 1);
            byte[] found = database.get(Family.INDEX, key(segment, tenant, itself));
            if (found != null) {
                search.look(itself, found);
            }
        }
        int before = key(segment, tenant, "").length;
        database.scan(
                Family.INDEX,
                key(segment, tenant, literal),
                (key, value) ->
                        search.look(new String(key, before, key.length - before, StandardCharsets.UTF_8), value));
        return search.found((int) new RowReader(row).number());
    }

    /** The levels before the first wildcard, each with its slash. */
    private static String literal(Topic pattern) {
        StringBuilder literal = new StringBuilder();
        for (String level : pattern.levels()) {
            if (Topic.isOneLevel(level) || Topic.isAnyLevels(level)) {
                break;
            }
            literal.append(level).append('/');
        }
        return literal.toString();
    }

    private static byte[] key(long segment) {
        return new RowWriter().fixed(segment).toBytes();
    }

    private static byte[] key(long segment, String tenant, String topic) {
        return new RowWriter()
                .fixed(segment)
                .text(tenant)
                .raw(topic.getBytes(StandardCharsets.UTF_8))
                .toBytes();
    }

    /** What a pattern has met so far. */
    private static final class Search {
        private final @Nullable Topic pattern;
        private final Offsets offsets = new Offsets();
        private int topics;

        Search(@Nullable Topic pattern) {
            this.pattern = pattern;
        }

        /** Whether to go on. */
        boolean look(String topic, byte[] row) {
            topics++;
            if (pattern == null || pattern.matches(topic)) {
                offsets.addAll(row);
            }
            return !isTooMuch();
        }

        private boolean isTooMuch() {
            return topics > MAX_TOPICS || offsets.count() > MAX_OFFSETS;
        }

        Optional<int[]> found(int batches) {
            if (isTooMuch()) {
                return Optional.empty();
            }
            int[] distinct = offsets.distinct();
            return distinct.length > batches / 2 ? Optional.empty() : Optional.of(distinct);
        }
    }
}
