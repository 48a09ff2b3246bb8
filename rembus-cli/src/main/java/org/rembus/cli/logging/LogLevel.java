package org.rembus.cli.logging;

import ch.qos.logback.classic.Level;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** REMBUS_LOG, which peers written in Python read as well. */
public final class LogLevel {
    private static volatile @Nullable Level asked;

    private LogLevel() {}

    /**
     * Sets the level, unless the variable is unset. To be called before anything logs.
     *
     * @throws IllegalArgumentException if it is no level, with a sentence for the user
     */
    public static void set(@Nullable String variable) {
        if (variable == null || variable.isBlank()) {
            return;
        }
        asked = switch (variable.strip().toLowerCase(Locale.ROOT)) {
            case "trace" -> Level.TRACE;
            case "debug" -> Level.DEBUG;
            case "info" -> Level.INFO;
            case "warn", "warning" -> Level.WARN;
            case "error", "critical", "fatal" -> Level.ERROR;
            case "off" -> Level.OFF;
            default ->
                throw new IllegalArgumentException(
                        "REMBUS_LOG is \"" + variable + "\": debug, info, warn or error is expected");
        };
    }

    static @Nullable Level asked() {
        return asked;
    }
}
