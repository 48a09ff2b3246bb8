package org.rembus.broker.journal.log;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.broker.journal.JournalContract;
import org.rembus.broker.journal.disk.RealDisk;

/** From the files of a real disk. */
final class LogJournalRealContractTest extends JournalContract {
    @TempDir
    private Path directory;

    @Override
    protected Subject open() throws IOException {
        return new LogSubject(RealDisk.open(directory.resolve("data")), LogHarness.SMALL);
    }
}
