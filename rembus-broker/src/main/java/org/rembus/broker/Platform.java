package org.rembus.broker;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where this operating system keeps a user's configuration. */
final class Platform {
    private Platform() {}

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
