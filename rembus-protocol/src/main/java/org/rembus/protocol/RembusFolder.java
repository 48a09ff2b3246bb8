package org.rembus.protocol;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The folder of all brokers and components of a user, in which each has its own (PROTOCOL.md section 14). */
public final class RembusFolder {
    private RembusFolder() {}

    /**
     * {@code REMBUS_DIR}; else {@code rembus} in the folder where the operating system keeps a user's configuration.
     *
     * @param environment gives a variable's value, null when it is not set
     * @return a folder that need not exist
     */
    public static Path in(Function<String, @Nullable String> environment) {
        String folder = environment.apply("REMBUS_DIR");
        return folder == null || folder.isEmpty() ? configuration(environment).resolve("rembus") : Path.of(folder);
    }

    private static Path configuration(Function<String, @Nullable String> environment) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        Path home = Path.of(System.getProperty("user.home", "."));
        if (system.contains("win")) {
            String roaming = environment.apply("APPDATA");
            return roaming == null || roaming.isEmpty()
                    ? home.resolve("AppData").resolve("Roaming")
                    : Path.of(roaming);
        }
        return system.contains("mac")
                ? home.resolve("Library").resolve("Application Support")
                : home.resolve(".config");
    }
}
