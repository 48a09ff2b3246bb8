package org.rembus.broker.routing;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.rembus.broker.journal.TwinState;
import org.rembus.broker.journal.TwinStore;

/** A store that looks twins up only when it is told to, as one on a disk would take its time. */
public final class DelayedTwinStore implements TwinStore {
    private final TwinStore store;
    private final ArrayDeque<Runnable> lookups = new ArrayDeque<>();
    private boolean failing;

    public DelayedTwinStore(TwinStore store) {
        this.store = store;
    }

    /** Whether what is looked up from now on cannot be read. */
    public void setFailing(boolean fails) {
        failing = fails;
    }

    /** How much has been asked and not answered. */
    public int pending() {
        return lookups.size();
    }

    /** Answers all that has been asked. */
    public void lookUp() {
        while (!lookups.isEmpty()) {
            lookups.remove().run();
        }
    }

    @Override
    public void load(String rid, Consumer<Optional<TwinState>> whenLoaded, Runnable whenFailed) {
        lookups.add(() -> {
            if (failing) {
                whenFailed.run();
            } else {
                store.load(rid, whenLoaded, whenFailed);
            }
        });
    }

    @Override
    public void forEach(Consumer<Known> visitor) {
        store.forEach(visitor);
    }

    @Override
    public void forEachState(Consumer<TwinState> visitor) {
        store.forEachState(visitor);
    }

    @Override
    public void list(String after, int limit, Consumer<List<Listed>> whenListed, Runnable whenFailed) {
        lookups.add(() -> {
            if (failing) {
                whenFailed.run();
            } else {
                store.list(after, limit, whenListed, whenFailed);
            }
        });
    }

    @Override
    public void close() {
        store.close();
    }
}
