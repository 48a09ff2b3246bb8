package org.rembus.client;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import org.rembus.client.values.Incoming;
import org.rembus.client.values.MismatchException;
import org.rembus.client.values.Shown;
import org.rembus.protocol.Payload;
import org.rembus.protocol.json.PrintedJson;

/**
 * What a service answered. It is decoded when asked for, each time anew, by the thread that asks.
 *
 * <p>Conversions are strict: a number that does not fit the type is an error, never cut off. Records and classes with
 * properties are made from maps, lists and maps from what they hold, enums from their names, {@code java.time} values
 * from ISO-8601 text, {@code byte[]} from binary. A DataFrame stays a {@link org.rembus.protocol.cbor.Tagged} value.
 */
public final class Result {
    private final String topic;
    private final Payload data;

    Result(String topic, Payload data) {
        this.topic = topic;
        this.data = data;
    }

    /**
     * The result as a value of this class.
     *
     * @return null only if the result is null and the class is not primitive
     * @throws ConversionException if it does not fit
     */
    public <T extends @Nullable Object> T as(Class<T> type) {
        return convert(type);
    }

    /**
     * The result as a value of this type: {@code as(new TypeRef<List<Reading>>() {})}.
     *
     * @throws ConversionException if it does not fit
     */
    public <T extends @Nullable Object> T as(TypeRef<T> type) {
        return convert(type.type());
    }

    /**
     * The result in its natural type: {@link Long}, or {@link java.math.BigInteger} beyond 64 bits, {@link Double},
     * {@link Boolean}, {@link String}, {@code byte[]}, {@link java.util.List}, {@link java.util.Map},
     * {@link org.rembus.protocol.cbor.Tagged}, or null.
     */
    public @Nullable Object value() {
        return data.value();
    }

    /**
     * Writes the result as JSON on one line, in UTF-8, without making objects of it: however long it is, that takes little memory. Binary is
     * base64 text, a DataFrame an array of its rows; NaN and the infinities are texts; what a terminal would obey is
     * escaped. A few bytes may stand for a long text: what would be longer than 64 MiB, and than it is as it travels, is
     * {@code {"cbor":<base64 of it>}}.
     *
     * @param target is not closed
     * @throws IOException what the target throws
     */
    public void writeJson(OutputStream target) throws IOException {
        PrintedJson.write(data, target);
    }

    /** The result as it travelled. */
    Payload data() {
        return data;
    }

    /** Whether the service answered nothing. */
    public boolean isNull() {
        return data.isNothing();
    }

    /** The type is that of T: the result is null only where T may be. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"})
    private <T extends @Nullable Object> T convert(Type type) {
        try {
            return (T) Incoming.convert(data.value(), type);
        } catch (MismatchException mismatch) {
            throw new ConversionException(
                    new RembusException.Details(
                            topic + ": the result: " + mismatch.getMessage(), topic, null, mismatch),
                    null);
        }
    }

    /** The result for logs, near to JSON, cut when it is long: {@code Result of add: 3}. */
    @Override
    public String toString() {
        return "Result of " + topic + ": " + Shown.of(data);
    }
}
