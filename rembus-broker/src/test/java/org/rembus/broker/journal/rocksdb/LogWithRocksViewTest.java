package org.rembus.broker.journal.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.RecordedReports;
import org.rembus.broker.journal.disk.RealDisk;
import org.rembus.broker.journal.log.LogJournal;
import org.rembus.broker.journal.log.LogOptions;
import org.rembus.broker.journal.log.LogOptions.Retention;
import org.rembus.broker.journal.log.RandomEntries;
import org.rembus.broker.journal.log.TwinsModel;
import org.rembus.broker.journal.log.format.LogCorruptException;
import org.rembus.broker.journal.log.view.View;
import org.rembus.broker.journal.log.view.ViewSource;
import org.rembus.broker.testing.SteppedThreads;

/** The view with the log that feeds it: what one of them lost, the other one gives back, or says that it cannot. */
final class LogWithRocksViewTest {
    private static final int ENTRIES = 2_000;
    private static final int ENTRIES_PER_TURN = 40;
    private static final List<JournalEntry> LOG = RandomEntries.list(5, 20, ENTRIES);

    @TempDir
    private Path folder;

    private Path viewFolder() {
        return folder.resolve("view");
    }

    private static LogOptions keeping(Retention retention) {
        LogOptions like = LogOptions.DEFAULT;
        return new LogOptions(
                16 * 1024,
                4 * 1024,
                like.commitBytes(),
                like.maxTopics(),
                like.lazyDelay(),
                0,
                like.recentBytes(),
                like.cacheBytes(),
                like.maxViewLag(),
                like.flushBytes(),
                like.flushInterval(),
                retention,
                like.retryAfter(),
                like.retryAtMost());
    }

    /** A log that is open, and its view. */
    private final class Opened implements AutoCloseable {
        private final SteppedThreads threads = new SteppedThreads(new SplittableRandom(1));
        private final RealDisk disk = RealDisk.open(folder.resolve("log"));
        private final ViewSource source = new RocksViewSource(viewFolder(), CrampedRocksViewTest.CRAMPED);
        final LogJournal journal;

        @SuppressWarnings("NullAway.Init") // the journal opens it
        View view;

        Opened(Retention retention) throws IOException {
            try {
                journal = LogJournal.open(disk, keeping(retention), new Noted(), threads.threads(), 7);
                journal.reportTo(new RecordedReports());
            } catch (IOException e) {
                disk.close();
                throw e;
            }
        }

        private final class Noted implements ViewSource {
            @Override
            public View open() {
                view = source.open();
                return view;
            }

            @Override
            public void show(Visitor visitor) throws IOException {
                source.show(visitor);
            }
        }

        void append(List<JournalEntry> entries) {
            for (int i = 0; i < entries.size(); i++) {
                journal.append(entries.get(i));
                if (i % ENTRIES_PER_TURN == 0) {
                    turn();
                }
            }
            turn();
        }

        void turn() {
            boolean more = true;
            while (more) {
                boolean busy = journal.commit();
                more = threads.settle() || busy;
            }
        }

        void pass(Duration duration) {
            threads.advance(duration);
            turn();
        }

        /** As if the process were killed: nothing that was under way is done. */
        @Override
        public void close() throws IOException {
            view.close();
            disk.close();
        }
    }

    private void fill(Retention retention) throws IOException {
        try (Opened opened = new Opened(retention)) {
            opened.append(LOG);
            opened.pass(Duration.ofMinutes(2));
            assertThat(opened.journal.lastSequence()).isEqualTo(ENTRIES);
        }
    }

    @Test
    void open_viewBehind_isToldTheRest() throws IOException {
        try (Opened opened = new Opened(Retention.EVERYTHING)) {
            opened.append(LOG);
            TwinsModel.of(LOG, ENTRIES).assertShownBy(opened.view);
            assertThat(opened.view.flushedThrough()).isLessThan(ENTRIES);
        }
        try (Opened opened = new Opened(Retention.EVERYTHING)) {
            TwinsModel.of(LOG, ENTRIES).assertShownBy(opened.view);
        }
    }

    @Test
    void open_viewTakenAway_isMadeAnew() throws IOException {
        fill(Retention.EVERYTHING);
        Files.move(viewFolder(), folder.resolve("away"));

        try (Opened opened = new Opened(Retention.EVERYTHING)) {
            TwinsModel.of(LOG, ENTRIES).assertShownBy(opened.view);
        }
    }

    @Test
    void open_viewTakenAwayAndBeginningOfTheLogRemoved_isRefused() throws IOException {
        Retention little = new Retention(Duration.ofDays(1), 40_000, Duration.ofMinutes(1));
        fill(little);
        try (Opened opened = new Opened(little)) {
            TwinsModel.of(LOG, ENTRIES).assertShownBy(opened.view);
        }
        Files.move(viewFolder(), folder.resolve("away"));

        assertThatExceptionOfType(LogCorruptException.class)
                .isThrownBy(() -> new Opened(little))
                .withMessageContaining("the view holds entries up to 0, and the log begins after ");
    }
}
