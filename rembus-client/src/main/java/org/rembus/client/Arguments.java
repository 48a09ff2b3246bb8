package org.rembus.client;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rembus.client.values.Incoming;
import org.rembus.client.values.MismatchException;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.cbor.ItemKind;
import org.rembus.protocol.json.PrintedJson;

/** The arguments of a message or request, decoded on first use by the thread that uses them. */
final class Arguments {
    private final String topic;
    private final Payload data;
    private final int skipped;
    private @Nullable List<@Nullable Object> values;

    /** @param skipped how many of the leading arguments are not the application's */
    Arguments(String topic, Payload data, int skipped) {
        this.topic = topic;
        this.data = data;
        this.skipped = skipped;
    }

    /** All that came, the skipped ones included; not to be changed. */
    List<@Nullable Object> raw() {
        List<@Nullable Object> decoded = values;
        if (decoded == null) {
            decoded = data.arguments();
            values = decoded;
        }
        return decoded;
    }

    List<@Nullable Object> values() {
        List<@Nullable Object> all = raw();
        return Collections.unmodifiableList(all.subList(Math.min(skipped, all.size()), all.size()));
    }

    /** The named arguments, when the data is a map instead of a list; null otherwise. */
    @Nullable
    Map<?, ?> named() {
        return !raw().isEmpty() && raw().get(0) instanceof Map<?, ?> map && !isList() ? map : null;
    }

    private boolean isList() {
        try {
            data.reader().beginArray();
            return true;
        } catch (ProtocolException somethingElse) {
            return false;
        }
    }

    /** Writes them as JSON, as one array. */
    void writeJson(OutputStream target) throws IOException {
        PrintedJson.writeArguments(data, skipped, target);
    }

    /** As {@link #writeJson}, but as an object if they have names. */
    void writeJsonWithNames(OutputStream target) throws IOException {
        if (data.kind() == ItemKind.MAP) {
            PrintedJson.write(data, target);
        } else {
            writeJson(target);
        }
    }

    /** One argument as a value of this class; see {@link Request#argument(int, Class)}. */
    <T extends @Nullable Object> T get(int index, Class<T> type, Object source) {
        return get(index, (Type) type, source);
    }

    /** One argument as a value of this type. */
    <T extends @Nullable Object> T get(int index, TypeRef<T> type, Object source) {
        return get(index, type.type(), source);
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // those who call it have it from the type
    private <T extends @Nullable Object> T get(int index, Type type, Object source) {
        try {
            return converted(at(index, source), type);
        } catch (MismatchException mismatch) {
            throw mismatch(ordinal(index), source, mismatch);
        }
    }

    private @Nullable Object at(int index, Object source) {
        List<@Nullable Object> all = raw();
        if (index < 0 || index >= all.size() - skipped) {
            String what = "argument " + (index + 1) + " is missing, " + values().size() + " given";
            throw failure(what, source, null);
        }
        return all.get(skipped + index);
    }

    /** How people count arguments, whom a bare index would mislead. */
    String ordinal(int index) {
        return "argument " + (index + 1) + " of " + values().size();
    }

    /**
     * A value that is an argument, or a part of one.
     *
     * @param what says which, should it not fit
     */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    <T extends @Nullable Object> T convert(@Nullable Object value, Type type, Supplier<String> what, Object source) {
        try {
            return converted(value, type);
        } catch (MismatchException mismatch) {
            throw mismatch(what.get(), source, mismatch);
        }
    }

    /** The type is that of T: the result is null only where T may be. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"})
    private static <T extends @Nullable Object> T converted(@Nullable Object value, Type type)
            throws MismatchException {
        return (T) Incoming.convert(value, type);
    }

    private ConversionException mismatch(String what, Object source, MismatchException cause) {
        return failure(what + ": " + cause.getMessage(), source, cause);
    }

    /** @throws ConversionException if there are more or fewer than so many */
    void expect(int count, Object source) {
        int given = values().size();
        if (given != count) {
            throw failure(
                    count + (count == 1 ? " argument" : " arguments") + " expected, " + given + " given", source, null);
        }
    }

    private ConversionException failure(String what, Object source, @Nullable Throwable cause) {
        return new ConversionException(new RembusException.Details(topic + ": " + what, topic, null, cause), source);
    }
}
