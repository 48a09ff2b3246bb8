package org.rembus.broker.journal.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RocksDB's library is unpacked once, whole. */
final class NativeLibraryTest {
    private static final String NAME = NativeLibrary.NAME;

    @TempDir
    private Path cache;

    private static List<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void unpack_again_leavesWhatIsThere() throws IOException {
        Path folder = NativeLibrary.unpack(cache);
        Path library = folder.resolve(NAME);
        FileTime past = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(library, past);

        assertThat(NativeLibrary.unpack(cache)).isEqualTo(folder);

        assertThat(Files.getLastModifiedTime(library)).isEqualTo(past);
        assertThat(namesIn(folder)).containsExactly(NAME, "lock");
        assertThat(namesIn(cache)).hasSize(1);
    }

    @Test
    void unpack_partIsThere_makesItWhole() throws IOException {
        Path folder = NativeLibrary.unpack(cache);
        byte[] whole = Files.readAllBytes(folder.resolve(NAME));
        Files.write(folder.resolve(NAME), new byte[100]);
        Files.write(folder.resolve("unfinished"), new byte[whole.length + 1]);

        NativeLibrary.unpack(cache);

        assertThat(folder.resolve(NAME)).hasBinaryContent(whole);
        assertThat(namesIn(folder)).containsExactly(NAME, "lock");
    }
}
