package org.rembus.broker.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.rembus.broker.journal.disk.Disk;
import org.rembus.broker.journal.disk.DiskFile;

/**
 * A disk in memory on which everything goes wrong that can go wrong on a real one, the same way again for the same seed.
 *
 * <p>It knows of each file what is there for those who read it, and what would be there after a loss of power: of each
 * write that was not forced, all, nothing, or any part of it. May be used by any thread.
 */
public final class SimulatedDisk implements Disk {
    private static final int SECTOR = 512;
    private static final String FULL = "No space left on device";

    private final RandomGenerator random;
    private final TreeMap<String, Content> files = new TreeMap<>();
    private long capacity = Long.MAX_VALUE;
    private int failingWrites;
    private int failingForces;
    private int failingReads;
    private long callsUntilCrash = Long.MAX_VALUE;
    private boolean crashed;
    private int forces;
    private int crashes;

    public SimulatedDisk(RandomGenerator random) {
        this.random = random;
    }

    /** The power is gone: thrown by every call until {@link #restart}. */
    public static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** The power goes in the midst of the call that changes something and comes after this many others of its kind. */
    public synchronized void crashAfter(long calls) {
        callsUntilCrash = calls;
    }

    /** The power goes now. */
    public synchronized void crash() {
        crashed = true;
    }

    public synchronized boolean isCrashed() {
        return crashed;
    }

    /** The power is back: what is there is what survived. Files that were open no longer work. */
    public synchronized void restart() {
        crashed = false;
        repair();
        crashes++;
        files.values().forEach(Content::losePower);
    }

    /** Nothing fails from now on, and there is room. */
    public synchronized void repair() {
        callsUntilCrash = Long.MAX_VALUE;
        failingWrites = 0;
        failingForces = 0;
        failingReads = 0;
        capacity = Long.MAX_VALUE;
    }

    /** How much there may be on the disk in all. */
    public synchronized void limitTo(long bytes) {
        capacity = bytes;
    }

    /** The next so many writes into files fail, having written a part. */
    public synchronized void failWrites(int count) {
        failingWrites = count;
    }

    /** The next so many forces fail; what they were to force may or may not survive, whatever happens later. */
    public synchronized void failForces(int count) {
        failingForces = count;
    }

    /** The next so many reads fail. */
    public synchronized void failReads(int count) {
        failingReads = count;
    }

    /** How often a file has been forced. */
    public synchronized int forces() {
        return forces;
    }

    /** Inverts one bit of a file, for good. */
    public synchronized void flip(String name, long offset, int bit) {
        Content content = Objects.requireNonNull(files.get(name), name);
        content.now[(int) offset] ^= (byte) (1 << bit);
        content.safe[(int) offset] ^= (byte) (1 << bit);
    }

    /** A copy of what is in a file now. */
    public synchronized byte[] read(String name) {
        return Objects.requireNonNull(files.get(name), name).now.clone();
    }

    @Override
    public String name() {
        return "simulated";
    }

    @Override
    public synchronized List<String> list() {
        check();
        return List.copyOf(files.keySet());
    }

    @Override
    public synchronized DiskFile create(String name, long bytes) throws IOException {
        boolean crashing = isCrashing();
        if (files.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        if (crashing) {
            if (random.nextBoolean()) {
                files.put(name, new Content((int) random.nextLong(bytes + 1)));
            }
            throw crashNow();
        }
        if (bytes > freeBytes()) {
            throw new IOException(FULL);
        }
        Content content = new Content((int) bytes);
        files.put(name, content);
        return new OpenFile(content);
    }

    @Override
    public synchronized DiskFile open(String name) throws IOException {
        check();
        return new OpenFile(find(name));
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        boolean crashing = isCrashing();
        Content content = find(from);
        if (!crashing || random.nextBoolean()) {
            files.remove(from);
            files.put(to, content);
        }
        if (crashing) {
            throw crashNow();
        }
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        boolean crashing = isCrashing();
        find(name);
        if (!crashing || random.nextBoolean()) {
            files.remove(name);
        }
        if (crashing) {
            throw crashNow();
        }
    }

    @Override
    public synchronized long freeBytes() {
        check();
        long used = 0;
        for (Content content : files.values()) {
            used += content.now.length;
        }
        return Math.max(0, capacity - used);
    }

    @Override
    public void close() {
        // there is nothing to give back
    }

    private Content find(String name) throws NoSuchFileException {
        Content content = files.get(name);
        if (content == null) {
            throw new NoSuchFileException(name);
        }
        return content;
    }

    private void check() {
        if (crashed) {
            throw new Crash();
        }
    }

    private boolean isCrashing() {
        check();
        return --callsUntilCrash < 0;
    }

    private Crash crashNow() {
        crashed = true;
        return new Crash();
    }

    /** What is in a file, and what is certain to be there after a loss of power. */
    private final class Content {
        private final List<Write> unforced = new ArrayList<>();
        private byte[] now;
        private byte[] safe;

        Content(int size) {
            now = new byte[size];
            safe = new byte[size];
        }

        void write(byte[] bytes, int at) throws IOException {
            if (at + bytes.length > now.length) {
                if (at + bytes.length - now.length > freeBytes()) {
                    throw new IOException(FULL);
                }
                now = Arrays.copyOf(now, at + bytes.length);
                safe = Arrays.copyOf(safe, Math.max(safe.length, now.length));
            }
            System.arraycopy(bytes, 0, now, at, bytes.length);
            unforced.add(new Write(at, bytes));
        }

        void force() {
            safe = Arrays.copyOf(safe, now.length);
            for (Write write : unforced) {
                if (!write.failed) {
                    System.arraycopy(write.bytes, 0, safe, write.at, write.bytes.length);
                }
            }
            unforced.removeIf(write -> !write.failed);
        }

        /** The system takes them for written, and tries no more. */
        void failForce() {
            unforced.forEach(write -> write.failed = true);
        }

        void truncate(int size) {
            now = Arrays.copyOf(now, size);
            unforced.replaceAll(write -> write.within(size));
        }

        void losePower() {
            if (random.nextBoolean()) {
                safe = Arrays.copyOf(safe, now.length);
            }
            for (Write write : unforced) {
                write.surviveInPart(safe);
            }
            unforced.clear();
            now = safe.clone();
        }
    }

    /** Bytes that were written and may survive. */
    private final class Write {
        private final int at;
        private final byte[] bytes;
        private boolean failed;

        Write(int at, byte[] bytes) {
            this.at = at;
            this.bytes = bytes;
        }

        Write within(int size) {
            Write cut = new Write(at, Arrays.copyOf(bytes, Math.clamp(size - (long) at, 0, bytes.length)));
            cut.failed = failed;
            return cut;
        }

        void surviveInPart(byte[] target) {
            switch (random.nextInt(4)) {
                case 0 -> {}
                case 1 -> survive(target, 0, bytes.length);
                case 2 -> survive(target, 0, random.nextInt(bytes.length + 1));
                default -> {
                    for (int sector = 0; sector < bytes.length; sector += SECTOR) {
                        if (random.nextBoolean()) {
                            survive(target, sector, Math.min(sector + SECTOR, bytes.length));
                        }
                    }
                }
            }
        }

        private void survive(byte[] target, int from, int to) {
            if (to > from) {
                System.arraycopy(bytes, from, target, at + from, to - from);
            }
        }
    }

    /** A file as somebody has it open. */
    private final class OpenFile implements DiskFile {
        private final Content content;
        private final int openedAfter = crashes;

        OpenFile(Content content) {
            this.content = content;
        }

        private void checkOpen() {
            check();
            if (openedAfter != crashes) {
                throw new Crash();
            }
        }

        @Override
        public long size() {
            synchronized (SimulatedDisk.this) {
                checkOpen();
                return content.now.length;
            }
        }

        @Override
        public int read(ByteBuffer target, long at) throws IOException {
            synchronized (SimulatedDisk.this) {
                checkOpen();
                if (failingReads > 0) {
                    failingReads--;
                    throw new IOException("Input/output error");
                }
                int length = Math.clamp(content.now.length - at, 0, target.remaining());
                target.put(content.now, (int) Math.min(at, content.now.length), length);
                return length;
            }
        }

        @Override
        public void write(ByteBuffer source, long at) throws IOException {
            synchronized (SimulatedDisk.this) {
                checkOpen();
                boolean crashing = isCrashing();
                byte[] bytes = new byte[source.remaining()];
                source.get(bytes);
                if (crashing || failingWrites > 0) {
                    content.write(Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)), (int) at);
                }
                if (crashing) {
                    throw crashNow();
                }
                if (failingWrites > 0) {
                    failingWrites--;
                    throw new IOException("Input/output error");
                }
                content.write(bytes, (int) at);
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (SimulatedDisk.this) {
                checkOpen();
                if (isCrashing()) {
                    throw crashNow();
                }
                forces++;
                if (failingForces > 0) {
                    failingForces--;
                    content.failForce();
                    throw new IOException("Input/output error");
                }
                content.force();
            }
        }

        @Override
        public void truncate(long size) {
            synchronized (SimulatedDisk.this) {
                checkOpen();
                if (isCrashing()) {
                    if (random.nextBoolean()) {
                        content.truncate((int) size);
                    }
                    throw crashNow();
                }
                content.truncate((int) size);
            }
        }

        @Override
        public void close() {
            // closing cannot fail, and nothing is forced by it
        }
    }
}
