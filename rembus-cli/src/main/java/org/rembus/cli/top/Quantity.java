package org.rembus.cli.top;

import java.time.Duration;
import java.util.Locale;

/** Numbers in few characters. */
final class Quantity {
    private static final String[] THOUSANDS = {"", "k", "M", "G", "T"};
    private static final String[] KIBIS = {"", "Ki", "Mi", "Gi", "Ti"};

    private Quantity() {}

    /** {@code 0}, {@code 999}, {@code 12.3k}. */
    static String count(double number) {
        return scaled(number, 1000, THOUSANDS);
    }

    /** {@code 0}, {@code 1023}, {@code 4.0Ki}. */
    static String bytes(double number) {
        return scaled(number, 1024, KIBIS);
    }

    private static String scaled(double number, int base, String[] units) {
        double left = number;
        int unit = 0;
        while (Math.round(left) >= base && unit < units.length - 1) {
            left /= base;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f%s" : "%.1f%s", left, units[unit]);
    }

    /** {@code 1.0 s}. */
    static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }

    /** {@code 0:12:05}, or {@code 3 d 0:12:05}. */
    static String duration(double seconds) {
        Duration duration = Duration.ofSeconds((long) seconds);
        String days = duration.toDays() == 0 ? "" : duration.toDays() + " d ";
        return String.format(
                Locale.ROOT,
                "%s%d:%02d:%02d",
                days,
                duration.toHoursPart(),
                duration.toMinutesPart(),
                duration.toSecondsPart());
    }
}
