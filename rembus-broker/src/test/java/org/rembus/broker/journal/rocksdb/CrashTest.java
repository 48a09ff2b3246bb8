package org.rembus.broker.journal.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.log.RandomEntries;
import org.rembus.broker.journal.log.TwinsModel;
import org.rembus.broker.journal.log.view.View;

/**
 * A process that fills a view and is killed, again and again: what it leaves is all that the log says through one
 * sequence, not before the last flush that it told of.
 */
final class CrashTest {
    private static final int SEED = 11;
    private static final int TWINS = 300;
    private static final int ENTRIES = 60_000;
    private static final int ENTRIES_PER_LINE = 100;
    private static final int ENTRIES_PER_FLUSH = 3_000;
    private static final int KILLS = 4;
    private static final int MOST_LINES = 120;

    @TempDir
    private Path folder;

    @Test
    void open_afterItsProcessWasKilled_isOneMomentOfTheLog() throws IOException, InterruptedException {
        List<JournalEntry> log = RandomEntries.list(SEED, TWINS, ENTRIES);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int kill = 0; kill < KILLS; kill++) {
            long told = fillAndKill(random.nextInt(MOST_LINES) + 1);
            try (View view = RocksView.open(folder.resolve("view"), CrampedRocksViewTest.CRAMPED)) {
                assertThat(view.flushedThrough()).isBetween(told, (long) ENTRIES);
                TwinsModel.of(log, view.flushedThrough()).assertShownBy(view);
            }
        }
    }

    /** Lets a process say so many lines, each the sequence of its last flush; the last of them. */
    private long fillAndKill(int lines) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        // RocksDB unpacks its library there, and who is killed leaves it.
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Filler.class.getName(),
                        folder.resolve("view").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = process.inputReader()) {
            long told = 0;
            for (int i = 0; i < lines; i++) {
                told = Long.parseLong(Objects.requireNonNull(said.readLine(), "it ended by itself"));
            }
            return told;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** The process: goes on where the view ends, and flushes now and then; so does RocksDB, with so little room. */
    static final class Filler {
        private Filler() {}

        public static void main(String[] arguments) {
            List<JournalEntry> log = RandomEntries.list(SEED, TWINS, ENTRIES);
            try (View view = RocksView.open(Path.of(arguments[0]), CrampedRocksViewTest.CRAMPED)) {
                for (int sequence = (int) view.flushedThrough() + 1; sequence <= ENTRIES; sequence++) {
                    view.apply(sequence, log.get(sequence - 1));
                    if (sequence % ENTRIES_PER_FLUSH == 0) {
                        view.flush(sequence);
                    }
                    if (sequence % ENTRIES_PER_LINE == 0) {
                        System.out.println(view.flushedThrough());
                    }
                }
            }
        }
    }
}
