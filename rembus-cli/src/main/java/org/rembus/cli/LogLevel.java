package org.rembus.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** REMBUS_LOG, which peers written in Python read as well, for {@code logback.xml}. */
final class LogLevel {
    private LogLevel() {}

    /**
     * Sets the level, unless the variable is unset. To be called before anything logs.
     *
     * @throws FailedException if it is no level
     */
    static void set(@Nullable String variable) {
        if (variable == null || variable.isBlank()) {
            return;
        }
        String level = switch (variable.strip().toLowerCase(Locale.ROOT)) {
            case "trace", "debug", "info", "warn", "error", "off" -> variable.strip();
            case "warning" -> "warn";
            case "critical", "fatal" -> "error";
            default ->
                throw new FailedException("REMBUS_LOG is \"" + variable + "\": debug, info, warn or error is expected");
        };
        System.setProperty("rembus.log", level);
    }
}
