package org.rembus.broker.journal.rocksdb;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.broker.journal.log.ViewContract;
import org.rembus.broker.journal.log.view.View;

final class RocksViewTest extends ViewContract {
    @TempDir
    private Path folder;

    @Override
    protected View open() {
        return RocksView.open(folder.resolve("view"), RocksViewLimits.DEFAULT);
    }
}
