package org.rembus.broker.journal.rocksdb;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RocksDB's native library. RocksDB would unpack it into the folder for temporary files at each start, and a process that
 * is killed leaves it there; here it is unpacked once for each version, into the user's cache folder, and stays. Any number
 * of processes may do that at a time.
 *
 * <p>Where that folder cannot be written to, or programs may not run from it, it is as RocksDB would have it; so it is, too,
 * when {@value #CHOSEN_FOLDER} names a folder.
 */
final class NativeLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
    private static final String CHOSEN_FOLDER = "ROCKSDB_SHAREDLIB_DIR";
    private static final String CACHE_HOME = "XDG_CACHE_HOME";

    private static final String PACKED_NAME = Environment.getJniLibraryFileName("rocksdb");

    /** The name that RocksDB looks for in a folder: not the one it has in the jar. */
    static final String NAME = Environment.getJniLibraryFileName("rocksdbjni");

    private static boolean loaded;

    private NativeLibrary() {}

    /** Loads it, unless it is there. */
    static synchronized void load() {
        if (!loaded && System.getenv(CHOSEN_FOLDER) == null) {
            try {
                RocksDB.loadLibrary(List.of(unpack(cache()).toString()));
            } catch (IOException | RuntimeException | LinkageError e) {
                LOG.info("RocksDB's library is unpacked for this process alone: {}", e.toString());
            }
        }
        RocksDB.loadLibrary();
        loaded = true;
    }

    private static Path cache() {
        String chosen = System.getenv(CACHE_HOME);
        Path home = Path.of(System.getProperty("user.home"), ".cache");
        return (chosen == null || chosen.isEmpty() ? home : Path.of(chosen)).resolve("rembus");
    }

    /**
     * Unpacks it, unless that was done before.
     *
     * @return the folder that has it
     */
    static Path unpack(Path cache) throws IOException {
        URL packed = RocksDB.class.getResource("/" + PACKED_NAME);
        JarURLConnection jar = open(packed);
        try (InputStream content = jar.getInputStream()) {
            long size = jar.getJarEntry().getSize();
            String version =
                    String.format(Locale.ROOT, "rocksdb-%08x", jar.getJarEntry().getCrc());
            Path folder = Files.createDirectories(cache.resolve(version));
            Path library = folder.resolve(NAME);
            if (!isWhole(library, size)) {
                unpack(content, size, library);
            }
            return folder;
        }
    }

    private static JarURLConnection open(@Nullable URL packed) throws IOException {
        if (packed != null && packed.openConnection() instanceof JarURLConnection jar) {
            jar.setUseCaches(false);
            return jar;
        }
        throw new IOException("it is not in a jar");
    }

    private static boolean isWhole(Path library, long size) throws IOException {
        return Files.exists(library) && Files.size(library) == size;
    }

    /** Under another name first, which whoever comes after one that was killed meanwhile writes over. */
    private static void unpack(InputStream content, long size, Path library) throws IOException {
        Path unfinished = library.resolveSibling("unfinished");
        try (FileChannel alone =
                FileChannel.open(library.resolveSibling("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            alone.lock();
            if (!isWhole(library, size)) {
                Files.copy(content, unfinished, StandardCopyOption.REPLACE_EXISTING);
                try (FileChannel written = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                    written.force(true);
                }
                Files.move(unfinished, library, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }
}
