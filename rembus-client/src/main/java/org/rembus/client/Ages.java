package org.rembus.client;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them. */
final class Ages {
    private static final Pattern SHORT = Pattern.compile("(\\d{1,9})(s|m|h|d)");

    private Ages() {}

    /** @throws IllegalArgumentException if this is no duration */
    static Duration parse(String text) {
        Matcher matcher = SHORT.matcher(text);
        if (matcher.matches()) {
            long count = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
            };
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException noDuration) {
            throw new IllegalArgumentException(
                    text + " is neither now, last nor an age with its unit, such as 90s or 10m", noDuration);
        }
    }
}
