package org.rembus.broker;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What differs from one operating system to another. */
final class Platform {
    private Platform() {}

    /** How many files and connections this process may have open; {@link Long#MAX_VALUE} where nobody knows. */
    static long maxOpenFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }
}
