package org.rembus.broker.journal.log;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.rembus.broker.journal.TwinState;
import org.rembus.broker.journal.TwinStore;
import org.rembus.broker.journal.log.view.View;

/** What a {@link View} remembers of twins. The journal closes it. */
final class LogTwinStore implements TwinStore {
    private final ViewFeed feed;

    LogTwinStore(ViewFeed feed) {
        this.feed = feed;
    }

    @Override
    public void load(String rid, Consumer<Optional<TwinState>> whenLoaded, Runnable whenFailed) {
        feed.load(rid, whenLoaded, whenFailed);
    }

    /** Before anything else happens. */
    @Override
    public void forEach(Consumer<Known> visitor) {
        feed.beforehand().forEach(visitor);
    }

    /** Before anything else happens, too. */
    @Override
    public void forEachState(Consumer<TwinState> visitor) {
        feed.beforehand().forEachState(visitor);
    }

    @Override
    public void list(String after, int limit, Consumer<List<Listed>> whenListed, Runnable whenFailed) {
        feed.ask(view -> view.list(after, limit), whenListed, whenFailed);
    }

    @Override
    public void close() {
        // the view belongs to the journal
    }
}
