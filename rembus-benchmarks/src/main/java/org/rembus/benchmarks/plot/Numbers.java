package org.rembus.benchmarks.plot;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as people read them beside an axis. */
final class Numbers {
    private static final String[] UNITS = {"", "k", "M", "G", "T"};
    private static final MathContext DIGITS = new MathContext(3);

    private Numbers() {}

    /** With three digits at most, and {@code k}, {@code M}, {@code G} or {@code T} for so many of them. */
    static String shown(double value) {
        BigDecimal rounded = new BigDecimal(value).round(DIGITS);
        int unit = 0;
        while (unit < UNITS.length - 1 && rounded.abs().compareTo(BigDecimal.valueOf(1000)) >= 0) {
            rounded = rounded.movePointLeft(3);
            unit++;
        }
        return plain(rounded) + UNITS[unit];
    }

    /** A place in the picture, to a tenth. */
    static String place(double value) {
        return plain(BigDecimal.valueOf(Math.round(value * 10), 1));
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
