package org.rembus.broker.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.rembus.broker.journal.disk.DiskFile;

/** That what can go wrong on a disk does go wrong on the simulated one. */
final class SimulatedDiskTest {
    private final SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(1));

    private static ByteBuffer ones(int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) 1);
        return ByteBuffer.wrap(bytes);
    }

    private int survivors() {
        int count = 0;
        for (byte each : disk.read("a")) {
            count += each;
        }
        return count;
    }

    @Test
    void restart_forced_survives() throws IOException {
        for (int i = 0; i < 100; i++) {
            DiskFile file = disk.create("a", 2000);
            file.write(ones(1000), 500);
            file.force();
            disk.crash();
            disk.restart();
            assertThat(survivors()).isEqualTo(1000);
            disk.delete("a");
        }
    }

    @Test
    void restart_notForced_survivesInAnyPart() throws IOException {
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            DiskFile file = disk.create("a", 2000);
            file.write(ones(2000), 0);
            disk.crash();
            disk.restart();
            seen.add(survivors());
            disk.delete("a");
        }

        assertThat(seen).contains(0, 2000).hasSizeGreaterThan(20);
    }

    @Test
    void restart_severalNotForced_mayKeepLaterOnesOnly() throws IOException {
        boolean reordered = false;
        for (int i = 0; i < 100; i++) {
            DiskFile file = disk.create("a", 200);
            file.write(ones(100), 0);
            file.write(ones(100), 100);
            disk.crash();
            disk.restart();
            byte[] found = disk.read("a");
            reordered |= found[0] == 0 && found[199] == 1;
            disk.delete("a");
        }

        assertThat(reordered).isTrue();
    }

    @Test
    void force_afterAFailedOne_doesNotMakeUpForIt() throws IOException {
        boolean lost = false;
        for (int i = 0; i < 100; i++) {
            DiskFile file = disk.create("a", 100);
            file.write(ones(100), 0);
            disk.failForces(1);
            assertThatThrownBy(file::force).isInstanceOf(IOException.class);
            file.force();
            assertThat(survivors()).isEqualTo(100);
            disk.crash();
            disk.restart();
            lost |= survivors() < 100;
            disk.delete("a");
        }

        assertThat(lost).isTrue();
    }

    @Test
    void crash_everyCallFails_untilTheRestart() throws IOException {
        DiskFile file = disk.create("a", 100);
        disk.crashAfter(1);
        file.write(ones(1), 0);
        assertThatThrownBy(() -> file.write(ones(1), 1)).isInstanceOf(SimulatedDisk.Crash.class);
        assertThatThrownBy(disk::list).isInstanceOf(SimulatedDisk.Crash.class);
        assertThat(disk.isCrashed()).isTrue();

        disk.restart();
        assertThat(disk.list()).containsExactly("a");
        assertThatThrownBy(file::force).isInstanceOf(SimulatedDisk.Crash.class);
    }

    @Test
    void create_full_leavesNothing() {
        disk.limitTo(50);

        assertThatThrownBy(() -> disk.create("a", 51)).hasMessageContaining("No space left");
        assertThat(disk.list()).isEmpty();
        assertThat(disk.freeBytes()).isEqualTo(50);
    }

    @Test
    void sameSeed_sameSurvivors() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            byte[][] runs = new byte[2][];
            for (int run = 0; run < 2; run++) {
                SimulatedDisk simulated = new SimulatedDisk(new SplittableRandom(seed));
                simulated.create("a", 5000).write(ones(5000), 0);
                simulated.restart();
                runs[run] = simulated.read("a");
            }
            assertThat(runs[0]).isEqualTo(runs[1]);
        }
    }
}
