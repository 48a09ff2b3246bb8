package org.rembus.broker;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** What differs from one operating system to another. */
final class Platform {
    private Platform() {}

    /** How many files and connections this process may have open; {@link Long#MAX_VALUE} where nobody knows. */
    static long maxOpenFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    /** Where it keeps a user's configuration. */
    static Path configurationFolder(Map<String, String> environment) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        Path home = Path.of(System.getProperty("user.home", "."));
        if (system.contains("win")) {
            String roaming = environment.getOrDefault("APPDATA", "");
            return roaming.isEmpty() ? home.resolve("AppData").resolve("Roaming") : Path.of(roaming);
        }
        return system.contains("mac")
                ? home.resolve("Library").resolve("Application Support")
                : home.resolve(".config");
    }
}
