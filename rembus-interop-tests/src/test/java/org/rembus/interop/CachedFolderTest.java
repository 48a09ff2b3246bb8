package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedFolderTest {
    @TempDir
    Path root;

    @Test
    void folderIsMadeOnce_twoWantIt_bothGetTheSame() throws Exception {
        AtomicInteger made = new AtomicInteger();
        CachedFolder.Maker maker = folder -> Files.writeString(folder.resolve("made"), "" + made.incrementAndGet());
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Path> one = threads.submit(() -> CachedFolder.get(root, "key", maker));
            Future<Path> other = threads.submit(() -> CachedFolder.get(root, "key", maker));

            assertThat(one.get()).isEqualTo(other.get());
            assertThat(one.get().resolve("made")).hasContent("1");
        }
    }

    @Test
    void folderIsNotThere_makerFailed_nextOneMakesItAfresh() throws Exception {
        CachedFolder.Maker failing = folder -> {
            Files.writeString(folder.resolve("half"), "done");
            throw new IOException("no network");
        };
        assertThatThrownBy(() -> CachedFolder.get(root, "key", failing)).hasMessage("no network");
        assertThat(root.resolve("key")).doesNotExist();

        Path folder = CachedFolder.get(root, "key", making -> Files.writeString(making.resolve("whole"), "done"));

        assertThat(folder.resolve("whole")).exists();
        assertThat(folder.resolve("half")).doesNotExist();
    }
}
