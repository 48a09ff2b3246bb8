package org.rembus.broker.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.rembus.broker.journal.disk.Disk;
import org.rembus.broker.journal.disk.DiskFile;

/** Another disk, of which it is known what has been written and not forced. May be used by any thread. */
public final class CountingDisk implements Disk {
    private final Disk disk;
    private final AtomicLong unforced = new AtomicLong();
    private final AtomicLong forces = new AtomicLong();

    public CountingDisk(Disk disk) {
        this.disk = disk;
    }

    /** How many bytes have been written since their file was forced. */
    public long unforced() {
        return unforced.get();
    }

    /** How often there was something to force, and it was. */
    public long forces() {
        return forces.get();
    }

    @Override
    public String name() {
        return disk.name();
    }

    @Override
    public List<String> list() throws IOException {
        return disk.list();
    }

    @Override
    public DiskFile create(String name, long bytes) throws IOException {
        return new CountingFile(disk.create(name, bytes));
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return new CountingFile(disk.open(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
    }

    @Override
    public long freeBytes() throws IOException {
        return disk.freeBytes();
    }

    @Override
    public void close() throws IOException {
        disk.close();
    }

    private final class CountingFile implements DiskFile {
        private final DiskFile file;
        private long written;

        CountingFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public int read(ByteBuffer target, long at) throws IOException {
            return file.read(target, at);
        }

        @Override
        public void write(ByteBuffer source, long at) throws IOException {
            int bytes = source.remaining();
            file.write(source, at);
            written += bytes;
            unforced.addAndGet(bytes);
        }

        @Override
        public void force() throws IOException {
            file.force();
            if (written > 0) {
                unforced.addAndGet(-written);
                written = 0;
                forces.incrementAndGet();
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
