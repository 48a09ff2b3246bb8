package org.rembus.broker.journal.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.log.RandomEntries;
import org.rembus.broker.journal.log.TwinsModel;
import org.rembus.broker.journal.log.view.SegmentIndex;
import org.rembus.broker.journal.log.view.SegmentIndex.TopicBatches;
import org.rembus.broker.journal.log.view.View;
import org.rembus.broker.journal.rocksdb.ViewException.Fault;
import org.rembus.protocol.Topic;

/** Files of a view that are not as they were written: whoever opens or reads it is told, and nothing is deleted. */
final class DamageTest {
    private static final int ENTRIES = 3_000;

    /** So few flushes that RocksDB sees nothing to merge: the files stay those that they are. */
    private static final int ENTRIES_PER_FLUSH = ENTRIES / 2;

    private static final int TRIES_PER_FILE = 12;
    private static final List<JournalEntry> LOG = RandomEntries.list(1, 50, ENTRIES);
    private static final TwinsModel TWINS = TwinsModel.of(LOG, ENTRIES);

    @TempDir
    private static Path folder;

    private static Map<String, byte[]> sound = Map.of();

    @BeforeAll
    static void fillView() throws IOException {
        Path view = folder.resolve("sound");
        try (View filled = RocksView.open(view, RocksViewLimits.DEFAULT)) {
            for (int sequence = 1; sequence <= ENTRIES; sequence++) {
                filled.apply(sequence, LOG.get(sequence - 1));
                if (sequence % ENTRIES_PER_FLUSH == 0) {
                    filled.addIndex(new SegmentIndex(sequence, 10, List.of(new TopicBatches(".", "a", new int[] {7}))));
                    filled.flush(sequence);
                }
            }
        }
        sound = filesIn(view);
    }

    private static Map<String, byte[]> filesIn(Path view) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.list(view)) {
            for (Path path : paths.toList()) {
                files.put(path.getFileName().toString(), Files.readAllBytes(path));
            }
        }
        return files;
    }

    /** A copy of the sound view in which one file was changed, or is missing when nothing is left of it. */
    private static Path copy(String file, UnaryOperator<byte[]> change) throws IOException {
        Path view = Files.createTempDirectory(folder, "view");
        for (Map.Entry<String, byte[]> each : sound.entrySet()) {
            Files.write(view.resolve(each.getKey()), each.getValue());
        }
        byte[] changed = change.apply(Objects.requireNonNull(sound.get(file)).clone());
        if (changed.length == 0) {
            Files.delete(view.resolve(file));
        } else {
            Files.write(view.resolve(file), changed);
        }
        return view;
    }

    /** Reads all of a view in which one file was changed; empty when all was there, else what was said. */
    private static List<ViewException> read(String file, UnaryOperator<byte[]> change) throws IOException {
        Path view = copy(file, change);
        List<ViewException> complaints = new ArrayList<>();
        try (View opened = RocksView.open(view, RocksViewLimits.DEFAULT)) {
            readAll(opened);
        } catch (ViewException e) {
            complaints.add(e);
            assertThat(e).hasMessageStartingWith(view + ": the view of the journal ");
            assertThat(tables(view)).containsAll(tables(sound.keySet().stream().filter(name -> !name.equals(file))));
        }
        return complaints;
    }

    private static void readAll(View view) {
        assertThat(view.flushedThrough()).isEqualTo(ENTRIES);
        TWINS.assertShownBy(view);
        for (long segment = ENTRIES_PER_FLUSH; segment <= ENTRIES; segment += ENTRIES_PER_FLUSH) {
            assertThat(view.find(segment, ".", Topic.of("a"))).hasValue(new int[] {7});
            assertThat(view.find(segment, ".", Topic.of("*"))).hasValue(new int[] {7});
        }
    }

    private static List<String> tables(Path view) throws IOException {
        return tables(filesIn(view).keySet().stream());
    }

    private static List<String> tables(Stream<String> names) {
        return names.filter(name -> name.endsWith(".sst")).toList();
    }

    private static UnaryOperator<byte[]> bitFlippedAt(int position, int bit) {
        return bytes -> {
            bytes[position] ^= (byte) (1 << bit);
            return bytes;
        };
    }

    @Test
    void open_bitFlippedAnywhere_saysSoOrHasEverything() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        Map<String, Integer> noticed = new TreeMap<>();
        for (Map.Entry<String, byte[]> file : sound.entrySet()) {
            int size = file.getValue().length;
            for (int i = 0; i < TRIES_PER_FILE && size > 0; i++) {
                List<ViewException> complaints =
                        read(file.getKey(), bitFlippedAt(random.nextInt(size), random.nextInt(Byte.SIZE)));
                noticed.merge(file.getKey().replaceAll("[-0-9]", ""), complaints.size(), Integer::sum);
            }
        }

        assertThat(noticed).containsKeys("CURRENT", "MANIFEST", ".sst");
        assertThat(noticed.get("CURRENT")).isEqualTo(TRIES_PER_FILE);
        assertThat(noticed.get("MANIFEST")).isEqualTo(TRIES_PER_FILE);
        assertThat(noticed.get(".sst")).isGreaterThan(TRIES_PER_FILE);
    }

    @Test
    void open_fileMissing_saysSoOrHasEverything() throws IOException {
        Map<String, Integer> noticed = new TreeMap<>();
        for (String file : sound.keySet()) {
            noticed.merge(
                    file.replaceAll("[-0-9]", ""),
                    read(file, bytes -> new byte[0]).size(),
                    Integer::sum);
        }

        assertThat(noticed).containsEntry("CURRENT", 1).containsEntry("MANIFEST", 1);
        assertThat(noticed.get(".sst"))
                .isEqualTo(tables(sound.keySet().stream()).size());
    }

    @Test
    void show_bitFlippedOrFileMissing_changesNothing() throws IOException {
        SplittableRandom random = new SplittableRandom(2);
        int refused = 0;
        for (String file : sound.keySet()) {
            int size = Math.max(1, Objects.requireNonNull(sound.get(file)).length);
            UnaryOperator<byte[]> flip = bytes -> bytes.length == 0
                    ? bytes
                    : bitFlippedAt(random.nextInt(size), 3).apply(bytes);
            for (UnaryOperator<byte[]> change : List.of(flip, (UnaryOperator<byte[]>) bytes -> new byte[0])) {
                Path view = copy(file, change);
                Map<String, byte[]> before = filesIn(view);
                try {
                    new RocksViewSource(view, RocksViewLimits.DEFAULT)
                            .show(extent -> assertThat(extent.flushedThrough()).isEqualTo(ENTRIES));
                } catch (ViewException e) {
                    refused++;
                }
                assertThat(filesIn(view)).as(file).containsExactlyEntriesOf(before);
            }
        }

        assertThat(refused).isGreaterThan(4);
    }

    @Test
    void show_soundView_saysHowMuchItHas() throws IOException {
        Path view = copy("CURRENT", UnaryOperator.identity());

        new RocksViewSource(view, RocksViewLimits.DEFAULT).show(extent -> {
            assertThat(extent.flushedThrough()).isEqualTo(ENTRIES);
            assertThat(extent.hasIndex(ENTRIES)).isTrue();
            assertThat(extent.hasIndex(1)).isFalse();
        });
        assertThat(filesIn(view)).containsExactlyEntriesOf(sound);
    }

    @Test
    void show_noView_makesNone() throws IOException {
        Path view = folder.resolve("none");

        new RocksViewSource(view, RocksViewLimits.DEFAULT)
                .show(extent -> assertThat(extent.flushedThrough()).isZero());
        assertThat(view).doesNotExist();
    }

    @Test
    void open_filesOfNoView_refusesAndLeavesThem() throws IOException {
        Path view = Files.createDirectory(folder.resolve("other"));
        Files.writeString(view.resolve("letter"), "dear");

        assertThatExceptionOfType(ViewException.class)
                .isThrownBy(() -> RocksView.open(view, RocksViewLimits.DEFAULT))
                .matches(e -> e.fault() == Fault.DAMAGED)
                .withMessage(view + ": the view of the journal is damaged: its file CURRENT is missing"
                        + "; move this folder away and start the broker again, which makes it anew from the journal");
        assertThat(filesIn(view)).containsOnlyKeys("letter");
    }

    @Test
    void open_emptyFolderAndWhatAnEarlierStartLeft_isAnEmptyView() throws IOException {
        Path view = Files.createDirectory(folder.resolve("empty"));
        Path left = Files.createDirectory(folder.resolve("empty.new"));
        Files.writeString(left.resolve("CURRENT"), "MANI");

        try (View opened = RocksView.open(view, RocksViewLimits.DEFAULT)) {
            assertThat(opened.flushedThrough()).isZero();
        }
        assertThat(left).doesNotExist();
    }

    @Test
    void open_openAlready_saysSo() {
        Path view = folder.resolve("twice");
        try (View first = RocksView.open(view, RocksViewLimits.DEFAULT)) {
            assertThatExceptionOfType(ViewException.class)
                    .isThrownBy(() -> RocksView.open(view, RocksViewLimits.DEFAULT))
                    .matches(e -> e.fault() == Fault.IN_USE)
                    .withMessage(view + ": the view of the journal is in use already");
            first.flush(5);
        }
        try (View second = RocksView.open(view, RocksViewLimits.DEFAULT)) {
            assertThat(second.flushedThrough()).isEqualTo(5);
        }
    }

    @Test
    void open_layoutOfANewerVersion_saysSo() {
        Path view = folder.resolve("newer");
        RocksView.open(view, RocksViewLimits.DEFAULT).close();
        try (ViewDatabase database = ViewDatabase.open(view, RocksViewLimits.DEFAULT);
                RowBatch batch = database.batch()) {
            batch.put(
                    Family.DEFAULT,
                    new byte[] {'l', 'a', 'y', 'o', 'u', 't'},
                    new RowWriter().fixed(Milestones.LAYOUT + 1).toBytes());
            batch.write();
            database.flush();
        }

        // Twice: the first refusal keeps hold of nothing.
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(ViewException.class)
                    .isThrownBy(() -> RocksView.open(view, RocksViewLimits.DEFAULT))
                    .matches(e -> e.fault() == Fault.TOO_NEW)
                    .withMessage(view + ": the view of the journal was written by a newer version: its layout is 2,"
                            + " this version knows 1");
        }
    }
}
