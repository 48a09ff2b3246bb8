package org.rembus.broker.journal.memory;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.TwinChange;
import org.rembus.broker.journal.TwinState;
import org.rembus.broker.journal.TwinStore;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Rid;

/** Twins in a map, changed by the entries that {@link MemoryJournal} commits. */
public final class MemoryTwinStore implements TwinStore {
    private final Map<String, MemoryTwin> twins = new HashMap<>();

    @Override
    public void load(String rid, Consumer<Optional<TwinState>> whenLoaded) {
        whenLoaded.accept(Optional.ofNullable(twins.get(rid)).map(MemoryTwin::state));
    }

    @Override
    public void forEachExposer(BiConsumer<String, Iterable<String>> visitor) {
        twins.forEach((rid, twin) -> visitor.accept(rid, twin.exposed()));
    }

    /** Takes in a committed entry. */
    void apply(long sequence, JournalEntry entry) {
        switch (entry) {
            case PublishRecord publish -> holdId(publish);
            case TwinChange.Arrived arrived -> twins.computeIfAbsent(arrived.rid(), MemoryTwin::new);
            case TwinChange change ->
                twins.computeIfAbsent(change.rid(), MemoryTwin::new).apply(sequence, change);
        }
    }

    private void holdId(PublishRecord publish) {
        if (publish.qos() == QoS.EXACTLY_ONCE && publish.id() != null) {
            MemoryTwin twin = twins.get(publish.publisher());
            if (twin != null && !new Rid(publish.publisher()).isAnonymous()) {
                twin.hold(publish.id(), publish.receivedNs());
            }
        }
    }

    @Override
    public void close() {
        twins.clear();
    }
}
