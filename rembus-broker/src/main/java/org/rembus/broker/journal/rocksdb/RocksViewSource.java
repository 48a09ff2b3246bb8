package org.rembus.broker.journal.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.rembus.broker.journal.log.view.View;
import org.rembus.broker.journal.log.view.ViewExtent;
import org.rembus.broker.journal.log.view.ViewSource;

/** The view in a folder. Every method may throw {@link ViewException}. */
public record RocksViewSource(Path directory, RocksViewLimits limits) implements ViewSource {
    @Override
    public View open() {
        return RocksView.open(directory, limits);
    }

    /** Reads the rows of all twins: each is needed. */
    @Override
    public void show(Visitor visitor) throws IOException {
        Optional<ViewDatabase> found = ViewFolder.openToRead(directory, limits);
        if (found.isEmpty()) {
            visitor.visit(ViewExtent.NOTHING);
            return;
        }
        try (ViewDatabase database = found.get()) {
            Milestones.checkLayout(database);
            database.scanAll(Family.TWINS, (key, row) -> {
                TwinRow.known(LiveTwin.rid(key), row);
                return true;
            });
            visitor.visit(new Shown(Milestones.readSequence(database), new TopicIndex(database)));
        }
    }

    private record Shown(long flushedThrough, TopicIndex index) implements ViewExtent {
        @Override
        public boolean hasIndex(long firstSequence) {
            return index.has(firstSequence);
        }
    }
}
