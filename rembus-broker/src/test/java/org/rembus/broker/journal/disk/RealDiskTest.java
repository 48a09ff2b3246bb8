package org.rembus.broker.journal.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RealDiskTest {
    @TempDir
    private Path parent;

    private Path directory() {
        return parent.resolve("new").resolve("data");
    }

    @Test
    void open_newDirectory_isMade() throws IOException {
        try (RealDisk disk = RealDisk.open(directory())) {
            assertThat(disk.list()).isEmpty();
            assertThat(disk.name()).isEqualTo(directory().toString());
            assertThat(disk.freeBytes()).isPositive();
        }
    }

    @Test
    void open_inUse_namesTheDirectory() throws IOException {
        try (RealDisk disk = RealDisk.open(directory())) {
            assertThat(disk.list()).isEmpty();
            assertThatThrownBy(() -> RealDisk.open(directory()))
                    .isInstanceOf(DirectoryInUseException.class)
                    .hasMessageContaining(directory().toString());
        }
        RealDisk.open(directory()).close();
    }

    @Test
    void create_isAllZerosAndListed() throws IOException {
        try (RealDisk disk = RealDisk.open(directory());
                DiskFile file = disk.create("b", 3_000_001)) {
            disk.create("a", 0).close();
            Files.createDirectory(directory().resolve("folder"));
            assertThat(disk.list()).containsExactly("a", "b");
            assertThat(file.size()).isEqualTo(3_000_001);
            ByteBuffer found = ByteBuffer.allocate(3_000_010);
            assertThat(file.read(found, 0)).isEqualTo(3_000_001);
            assertThat(found.array()).containsOnly(0);
            assertThatThrownBy(() -> disk.create("a", 1)).isInstanceOf(FileAlreadyExistsException.class);
        }
    }

    @Test
    void write_largeAnywhere_isReadBack() throws IOException {
        byte[] bytes = new byte[2_500_000];
        new SplittableRandom(1).nextBytes(bytes);
        try (RealDisk disk = RealDisk.open(directory());
                DiskFile file = disk.create("a", 4_000_000)) {
            ByteBuffer source = ByteBuffer.wrap(bytes, 10, bytes.length - 20);
            file.write(source, 1_000_001);
            assertThat(source.hasRemaining()).isFalse();
            file.force();
            try (DiskFile other = disk.open("a")) {
                ByteBuffer found = ByteBuffer.allocate(bytes.length);
                found.position(10).limit(bytes.length - 10);
                assertThat(other.read(found, 1_000_001)).isEqualTo(bytes.length - 20);
                assertThat(Arrays.copyOfRange(found.array(), 10, bytes.length - 10))
                        .isEqualTo(Arrays.copyOfRange(bytes, 10, bytes.length - 10));
                assertThat(other.read(ByteBuffer.allocate(10), 5_000_000)).isZero();
            }
        }
    }

    @Test
    void rename_takesTheOthersPlace_andThoseWhoHaveItOpenKeepIt() throws IOException {
        try (RealDisk disk = RealDisk.open(directory());
                DiskFile file = disk.create("a", 10)) {
            disk.create("b", 20).close();
            disk.rename("a", "b");
            file.write(ByteBuffer.wrap(new byte[] {1}), 0);
            file.truncate(5);
            assertThat(disk.list()).containsExactly("b");
            try (DiskFile renamed = disk.open("b")) {
                assertThat(renamed.size()).isEqualTo(5);
            }
        }
    }

    @Test
    void delete_isGone() throws IOException {
        try (RealDisk disk = RealDisk.open(directory())) {
            disk.create("a", 10).close();
            disk.delete("a");
            assertThat(disk.list()).isEmpty();
            assertThatThrownBy(() -> disk.open("a")).isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> disk.delete("a")).isInstanceOf(NoSuchFileException.class);
        }
    }
}
