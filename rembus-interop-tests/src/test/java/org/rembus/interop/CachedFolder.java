package org.rembus.interop;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * A folder that is expensive to make and the same each time: made once for a key and kept for later runs.
 *
 * <p>It is made under another name and renamed when complete, so that what is found under its own name is whole. Two
 * threads, or two processes, that want the same one at once make it once: the second waits for the first.
 *
 * <p>Those of {@link #shared} are in {@code ~/.cache/rembus-interop}, or in the folder that the system property
 * {@code rembus.interop.cache} names.
 */
final class CachedFolder {
    /** A file lock excludes other processes only. */
    private static final ReentrantLock WITHIN_THIS_PROCESS = new ReentrantLock();

    private CachedFolder() {}

    /** Fills an empty folder. What it writes must not contain the folder's own path: it will have another one. */
    interface Maker {
        void fill(Path folder) throws IOException;
    }

    /** Where those are that all runs share, so that they outlive a {@code clean}; what is no longer used may be deleted at any time. */
    static Path shared() {
        String configured = System.getProperty("rembus.interop.cache");
        return configured != null
                ? Path.of(configured)
                : Path.of(System.getProperty("user.home"), ".cache", "rembus-interop");
    }

    /** A name that begins with {@code label} and changes with each of the parts. */
    static String key(String label, String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return label + "-" + HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The folder {@code key} below {@code root}, filled by {@code maker} unless it is there.
     *
     * @param key names the folder and says all that its content depends on
     */
    static Path get(Path root, String key, Maker maker) throws IOException {
        Path folder = root.resolve(key);
        WITHIN_THIS_PROCESS.lock();
        try {
            Files.createDirectories(root);
            try (FileChannel channel = FileChannel.open(
                            root.resolve(key + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid() || !Files.isDirectory(folder)) {
                    make(folder, root.resolve(key + ".making"), maker);
                }
            }
        } finally {
            WITHIN_THIS_PROCESS.unlock();
        }
        return folder;
    }

    private static void make(Path folder, Path making, Maker maker) throws IOException {
        deleteTree(making); // left by a process that was killed
        Files.createDirectory(making);
        maker.fill(making);
        Files.move(making, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void deleteTree(Path top) throws IOException {
        if (!Files.exists(top)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> walk = Files.walk(top)) {
            deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
