package org.rembus.protocol.arrow;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.function.IntToLongFunction;
import java.util.function.LongFunction;
import org.apache.arrow.flatbuf.DateUnit;
import org.apache.arrow.flatbuf.IntervalUnit;
import org.apache.arrow.flatbuf.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.ProtocolException;

/** Columns of dates, times and spans of time, which are texts as ISO 8601 has them. */
final class Times {
    private Times() {}

    static Layout dates(short unit) throws ProtocolException {
        return switch (unit) {
            case DateUnit.DAY ->
                texts(Integers.INT, days -> LocalDate.ofEpochDay(days).toString());
            case DateUnit.MILLISECOND ->
                texts(
                        Integers.LONG,
                        ms -> LocalDate.ofInstant(Instant.ofEpochMilli(ms), ZoneOffset.UTC)
                                .toString());
            default -> throw unknown();
        };
    }

    static Layout timesOfDay(short unit, int bits) throws ProtocolException {
        ChronoUnit unitOfTime = unit(unit);
        return texts(
                bits == Integer.SIZE ? Integers.INT : Integers.LONG,
                count -> LocalTime.ofNanoOfDay(Duration.of(count, unitOfTime).toNanos())
                        .format(DateTimeFormatter.ISO_LOCAL_TIME));
    }

    /** @param zone where they were; without one they are times on somebody's clock */
    static Layout timestamps(short unit, @Nullable String zone) throws ProtocolException {
        ChronoUnit unitOfTime = unit(unit);
        DateTimeFormatter format = zone == null || zone.isEmpty()
                ? DateTimeFormatter.ISO_LOCAL_DATE_TIME.withZone(ZoneOffset.UTC)
                : DateTimeFormatter.ISO_OFFSET_DATE_TIME.withZone(zone(zone));
        return texts(Integers.LONG, count -> format.format(Instant.EPOCH.plus(Duration.of(count, unitOfTime))));
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknownHere) {
            return ZoneOffset.UTC;
        }
    }

    static Layout durations(short unit) throws ProtocolException {
        ChronoUnit unitOfTime = unit(unit);
        return texts(Integers.LONG, count -> Duration.of(count, unitOfTime).toString());
    }

    static Layout intervals(short unit) throws ProtocolException {
        return switch (unit) {
            case IntervalUnit.YEAR_MONTH -> texts(Integers.INT, months -> span((int) months, 0, Duration.ZERO));
            case IntervalUnit.DAY_TIME ->
                Scalars.flat(
                        2 * Integer.SIZE,
                        values -> (row, json) -> json.writeString(span(
                                0,
                                values.getInt(row * 2 * Integer.BYTES),
                                Duration.ofMillis(values.getInt((row * 2 + 1) * Integer.BYTES)))));
            case IntervalUnit.MONTH_DAY_NANO ->
                Scalars.flat(
                        2 * Long.SIZE, values -> (row, json) -> json.writeString(span(values, row * 2 * Long.BYTES)));
            default -> throw unknown();
        };
    }

    private static String span(ByteBuffer values, int at) {
        return span(
                values.getInt(at),
                values.getInt(at + Integer.BYTES),
                Duration.ofNanos(values.getLong(at + Long.BYTES)));
    }

    private static String span(int months, int days, Duration time) {
        Period date = Period.of(0, months, days).normalized();
        if (date.isZero()) {
            return time.toString();
        }
        return time.isZero() ? date.toString() : date + time.toString().substring(1);
    }

    private static Layout texts(Integers type, LongFunction<String> text) {
        return Scalars.flat(type.bits(), values -> {
            IntToLongFunction counts = type.in(values);
            return (row, json) -> json.writeString(text.apply(counts.applyAsLong(row)));
        });
    }

    private static ChronoUnit unit(short unit) throws ProtocolException {
        return switch (unit) {
            case TimeUnit.SECOND -> ChronoUnit.SECONDS;
            case TimeUnit.MILLISECOND -> ChronoUnit.MILLIS;
            case TimeUnit.MICROSECOND -> ChronoUnit.MICROS;
            case TimeUnit.NANOSECOND -> ChronoUnit.NANOS;
            default -> throw unknown();
        };
    }

    private static ProtocolException unknown() {
        return new ProtocolException("a DataFrame with times of an unknown unit");
    }
}
