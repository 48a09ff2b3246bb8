package org.rembus.benchmarks;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.TwinState;
import org.rembus.broker.journal.TwinStore;
import org.rembus.broker.journal.log.view.SegmentIndex;
import org.rembus.broker.journal.log.view.View;
import org.rembus.protocol.Topic;

/** A view in memory of which topic is where, for exact topics of one tenant: what is measured is the log. */
final class IndexOnlyView implements View {
    private final Map<Long, Map<String, int[]>> segments = new HashMap<>();
    private long flushedThrough;

    @Override
    public long flushedThrough() {
        return flushedThrough;
    }

    @Override
    public void apply(long sequence, JournalEntry entry) {
        // twins are not measured
    }

    @Override
    public void addIndex(SegmentIndex index) {
        Map<String, int[]> topics = new HashMap<>();
        index.topics().forEach(each -> topics.put(each.topic(), each.offsets()));
        segments.putIfAbsent(index.firstSequence(), topics);
    }

    @Override
    public void removeIndex(long firstSequence) {
        segments.remove(firstSequence);
    }

    @Override
    public boolean hasIndex(long firstSequence) {
        return segments.containsKey(firstSequence);
    }

    @Override
    public Optional<int[]> find(long firstSequence, String tenant, @Nullable Topic filter) {
        Map<String, int[]> topics = segments.get(firstSequence);
        if (filter == null || filter.isPattern() || topics == null) {
            return Optional.empty();
        }
        int[] offsets = topics.get(filter.toString());
        return Optional.of(offsets == null ? new int[0] : Arrays.copyOf(offsets, offsets.length));
    }

    @Override
    public Optional<TwinState> load(String rid) {
        return Optional.empty();
    }

    @Override
    public void forEach(Consumer<TwinStore.Known> visitor) {
        // it knows none
    }

    @Override
    public void forEachState(Consumer<TwinState> visitor) {
        // it knows none
    }

    @Override
    public List<TwinStore.Listed> list(String after, int limit) {
        return List.of();
    }

    @Override
    public void flush(long through) {
        flushedThrough = through;
    }

    @Override
    public void close() {
        segments.clear();
    }
}
