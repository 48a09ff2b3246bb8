package org.rembus.broker.journal.rocksdb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of a view. RocksDB would fill a folder that has lost its files with an empty database; so an empty one is
 * made beside it and renamed when it is whole, and what has the folder's name is only ever opened.
 */
final class ViewFolder {
    private static final String UNFINISHED = ".new";

    /** Names the file that names all others. */
    private static final String CURRENT = "CURRENT";

    private ViewFolder() {}

    static ViewDatabase open(Path directory, RocksViewLimits limits) {
        Path folder = directory.toAbsolutePath();
        loadLibrary(folder);
        try {
            if (isVacant(folder)) {
                make(folder, limits);
            }
        } catch (IOException e) {
            throw ViewException.unavailable(folder, e);
        }
        expectCurrent(folder);
        return ViewDatabase.open(folder, limits);
    }

    /** Opens what is there without changing anything. */
    static Optional<ViewDatabase> openToRead(Path directory, RocksViewLimits limits) {
        Path folder = directory.toAbsolutePath();
        loadLibrary(folder);
        try {
            if (isVacant(folder)) {
                return Optional.empty();
            }
        } catch (IOException e) {
            throw ViewException.unavailable(folder, e);
        }
        expectCurrent(folder);
        return Optional.of(ViewDatabase.openToRead(folder, limits));
    }

    private static void expectCurrent(Path folder) {
        if (!Files.exists(folder.resolve(CURRENT))) {
            throw ViewException.damaged(folder, "its file " + CURRENT + " is missing");
        }
    }

    private static void loadLibrary(Path folder) {
        try {
            NativeLibrary.load();
        } catch (RuntimeException | LinkageError e) {
            throw ViewException.unavailable(folder, e);
        }
    }

    private static boolean isVacant(Path folder) throws IOException {
        return !Files.exists(folder)
                || Files.isDirectory(folder) && filesIn(folder).isEmpty();
    }

    private static void make(Path folder, RocksViewLimits limits) throws IOException {
        Path unfinished = folder.resolveSibling(folder.getFileName() + UNFINISHED);
        // What a start that was cut short has left: nobody has used it.
        deleteWithFiles(unfinished);
        Files.createDirectories(unfinished);
        try (ViewDatabase database = ViewDatabase.create(unfinished, limits);
                RowBatch batch = database.batch()) {
            Milestones.writeFirst(batch);
            batch.write();
            database.flush();
        }
        // An empty one.
        Files.deleteIfExists(folder);
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        makeLasting(Objects.requireNonNull(folder.getParent()));
    }

    private static void deleteWithFiles(Path folder) throws IOException {
        if (Files.exists(folder)) {
            for (Path file : filesIn(folder)) {
                Files.delete(file);
            }
            Files.delete(folder);
        }
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** Makes a new name in a folder survive. Where folders cannot be opened, the system looks after that itself. */
    private static void makeLasting(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
