package org.rembus.broker.journal.rocksdb;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.broker.journal.log.ViewContract;
import org.rembus.broker.journal.log.view.View;

/** With room for next to nothing: twins come and go all the time, and RocksDB flushes when it likes. */
final class CrampedRocksViewTest extends ViewContract {
    static final RocksViewLimits CRAMPED = new RocksViewLimits(8 * 1024, 64 * 1024, 64 * 1024);

    @TempDir
    private Path folder;

    @Override
    protected View open() {
        return RocksView.open(folder.resolve("view"), CRAMPED);
    }
}
