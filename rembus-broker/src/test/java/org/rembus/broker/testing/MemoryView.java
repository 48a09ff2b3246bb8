package org.rembus.broker.testing;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.TwinChange;
import org.rembus.broker.journal.TwinImage;
import org.rembus.broker.journal.TwinState;
import org.rembus.broker.journal.TwinStore;
import org.rembus.broker.journal.log.view.SegmentIndex;
import org.rembus.broker.journal.log.view.SegmentIndex.TopicBatches;
import org.rembus.broker.journal.log.view.View;
import org.rembus.protocol.Topic;

/** A view of the log in memory. What survives a crash is what was flushed. */
public final class MemoryView implements View {
    private final NavigableMap<String, TwinImage> twins = new TreeMap<>();
    private final Map<Long, Index> indexes = new HashMap<>();
    private long appliedThrough;
    private Map<String, TwinState> flushedTwins = Map.of();
    private Map<Long, Index> flushedIndexes = Map.of();
    private long flushedThrough;
    private boolean failing;

    private record Index(int batches, List<TopicBatches> topics) {}

    /** Goes back to what was flushed last. */
    public void crash() {
        twins.clear();
        flushedTwins.forEach((rid, state) -> twins.put(rid, TwinImage.of(state)));
        indexes.clear();
        indexes.putAll(flushedIndexes);
        appliedThrough = flushedThrough;
    }

    /** Every call that asks or changes something fails from now on. */
    public void fail() {
        failing = true;
    }

    /** No call fails any more because of {@link #fail}; what was not flushed is gone. */
    public void mend() {
        failing = false;
        crash();
    }

    @Override
    public long flushedThrough() {
        return flushedThrough;
    }

    @Override
    public void apply(long sequence, JournalEntry entry) {
        check();
        if (sequence <= appliedThrough) {
            return;
        }
        appliedThrough = sequence;
        switch (entry) {
            case TwinChange change ->
                twins.computeIfAbsent(change.rid(), TwinImage::new).apply(sequence, change);
            case PublishRecord publish -> hold(publish);
        }
    }

    private void hold(PublishRecord publish) {
        if (publish.id() != null) {
            twins.computeIfAbsent(publish.publisher(), TwinImage::new).hold(publish.id(), publish.receivedNs());
        }
    }

    @Override
    public void addIndex(SegmentIndex index) {
        check();
        List<TopicBatches> topics = new ArrayList<>();
        index.topics().forEach(topics::add);
        indexes.putIfAbsent(index.firstSequence(), new Index(index.batches(), topics));
    }

    @Override
    public void removeIndex(long firstSequence) {
        check();
        indexes.remove(firstSequence);
    }

    @Override
    public boolean hasIndex(long firstSequence) {
        return indexes.containsKey(firstSequence);
    }

    @Override
    public Optional<int[]> find(long firstSequence, String tenant, @Nullable Topic filter) {
        check();
        Index index = indexes.get(firstSequence);
        if (index == null) {
            return Optional.empty();
        }
        BitSet found = new BitSet();
        for (TopicBatches each : index.topics()) {
            if (each.tenant().equals(tenant) && (filter == null || filter.matches(each.topic()))) {
                for (int offset : each.offsets()) {
                    found.set(offset);
                }
            }
        }
        boolean most = found.cardinality() > index.batches() / 2 && (filter == null || filter.isPattern());
        return most ? Optional.empty() : Optional.of(found.stream().toArray());
    }

    @Override
    public Optional<TwinState> load(String rid) {
        check();
        return Optional.ofNullable(twins.get(rid)).map(TwinImage::state);
    }

    @Override
    public void forEach(Consumer<TwinStore.Known> visitor) {
        twins.values().forEach(twin -> visitor.accept(twin.known()));
    }

    @Override
    public void forEachState(Consumer<TwinState> visitor) {
        twins.values().forEach(twin -> visitor.accept(twin.state().withoutHeld()));
    }

    @Override
    public List<TwinStore.Listed> list(String after, int limit) {
        check();
        return twins.tailMap(after, false).values().stream()
                .limit(limit)
                .map(TwinImage::listed)
                .toList();
    }

    @Override
    public void flush(long through) {
        check();
        Map<String, TwinState> states = new LinkedHashMap<>();
        twins.forEach((rid, twin) -> states.put(rid, twin.state()));
        flushedTwins = states;
        flushedIndexes = new HashMap<>(indexes);
        appliedThrough = Math.max(appliedThrough, through);
        flushedThrough = through;
    }

    @Override
    public void close() {
        // the same view may be opened again, as one on a disk may
    }

    private void check() {
        if (failing) {
            throw new IllegalStateException("the view fails, as it was told to");
        }
    }
}
