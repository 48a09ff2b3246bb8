package org.rembus.broker.journal.disk;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** A directory of the file system. */
public final class RealDisk implements Disk {
    private static final String LOCK = "lock";
    private static final int CHUNK_BYTES = 1024 * 1024;

    private final Path directory;
    private final FileChannel lockFile;

    private RealDisk(Path directory, FileChannel lockFile) {
        this.directory = directory;
        this.lockFile = lockFile;
    }

    /**
     * Takes hold of a directory, which is made if it is not there.
     *
     * @throws DirectoryInUseException if somebody else has it
     */
    public static RealDisk open(Path directory) throws IOException {
        make(directory.toAbsolutePath());
        FileChannel lockFile =
                FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (!lock(lockFile)) {
                throw new DirectoryInUseException(directory);
            }
            return new RealDisk(directory, lockFile);
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
    }

    private static void make(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (parent != null && !Files.isDirectory(directory)) {
            make(parent);
            Files.createDirectory(directory);
            force(parent);
        }
    }

    private static boolean lock(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException inThisProcess) {
            return false;
        }
    }

    @Override
    public String name() {
        return directory.toString();
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.equals(LOCK))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public DiskFile create(String name, long bytes) throws IOException {
        Path path = directory.resolve(name);
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            allocate(channel, bytes);
            force(directory);
            return new RealFile(channel);
        } catch (IOException | RuntimeException e) {
            undo(channel, path, e);
            throw e;
        }
    }

    private static void allocate(FileChannel channel, long bytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK_BYTES);
        for (long at = 0; at < bytes; at += CHUNK_BYTES) {
            zeros.clear().limit((int) Math.min(CHUNK_BYTES, bytes - at));
            writeAll(channel, zeros, at);
            // a little at a time: whoever forces another file meanwhile waits for what is on its way to the disk
            channel.force(true);
        }
    }

    private static void undo(FileChannel channel, Path path, Exception cause) {
        try {
            channel.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return new RealFile(
                FileChannel.open(directory.resolve(name), StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
        force(directory);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.delete(directory.resolve(name));
        force(directory);
    }

    @Override
    public long freeBytes() throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    private static void force(Path directory) throws IOException {
        if (File.separatorChar == '\\') {
            return; // Windows opens no directories, and does not need it
        }
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer source, long at) throws IOException {
        long position = at;
        while (source.hasRemaining()) {
            position += channel.write(source, position);
        }
    }

    /** A file in chunks: the JDK keeps a direct buffer for each thread, as large as the largest single transfer. */
    private record RealFile(FileChannel channel) implements DiskFile {
        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public int read(ByteBuffer target, long at) throws IOException {
            int end = target.limit();
            int start = target.position();
            try {
                int got = 0;
                while (got >= 0 && target.position() < end) {
                    target.limit(Math.min(end, target.position() + CHUNK_BYTES));
                    got = channel.read(target, at + target.position() - start);
                }
                return target.position() - start;
            } finally {
                target.limit(end);
            }
        }

        @Override
        public void write(ByteBuffer source, long at) throws IOException {
            int end = source.limit();
            int start = source.position();
            while (source.position() < end) {
                source.limit(Math.min(end, source.position() + CHUNK_BYTES));
                writeAll(channel, source, at + source.position() - start);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
