package org.rembus.broker;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What differs from one operating system to another. */
final class Platform {
    private Platform() {}

    /** How many files and connections this process may have open; {@link Long#MAX_VALUE} where nobody knows. */
    static long maxOpenFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    /**
     * This machine's name for itself; empty where it cannot be had without asking the network, as Java's own way to it does: a start does not wait
     * for a name server.
     */
    static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException noLinux) {
            return "";
        }
    }
}
