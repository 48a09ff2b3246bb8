package org.rembus.broker.journal.memory;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.TwinChange;
import org.rembus.broker.journal.TwinImage;
import org.rembus.broker.journal.TwinState;
import org.rembus.broker.journal.TwinStore;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Rid;

/** Twins in a map, changed by the entries that {@link MemoryJournal} commits. */
public final class MemoryTwinStore implements TwinStore {
    private final NavigableMap<String, TwinImage> twins = new TreeMap<>();

    @Override
    public void load(String rid, Consumer<Optional<TwinState>> whenLoaded, Runnable whenFailed) {
        whenLoaded.accept(Optional.ofNullable(twins.get(rid)).map(TwinImage::state));
    }

    @Override
    public void forEach(Consumer<Known> visitor) {
        twins.values().forEach(twin -> visitor.accept(twin.known()));
    }

    @Override
    public void forEachState(Consumer<TwinState> visitor) {
        twins.values().forEach(twin -> visitor.accept(twin.state().withoutHeld()));
    }

    @Override
    public void list(String after, int limit, Consumer<List<Listed>> whenListed, Runnable whenFailed) {
        whenListed.accept(twins.tailMap(after, false).values().stream()
                .limit(limit)
                .map(TwinImage::listed)
                .toList());
    }

    /** Takes in a committed entry. */
    void apply(long sequence, JournalEntry entry) {
        switch (entry) {
            case PublishRecord publish -> holdId(publish);
            case TwinChange.Arrived arrived -> twins.computeIfAbsent(arrived.rid(), TwinImage::new);
            case TwinChange change ->
                twins.computeIfAbsent(change.rid(), TwinImage::new).apply(sequence, change);
        }
    }

    private void holdId(PublishRecord publish) {
        if (publish.qos() == QoS.EXACTLY_ONCE && publish.id() != null && !new Rid(publish.publisher()).isAnonymous()) {
            twins.computeIfAbsent(publish.publisher(), TwinImage::new).hold(publish.id(), publish.receivedNs());
        }
    }

    @Override
    public void close() {
        twins.clear();
    }
}
