package org.rembus.cli.json;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is in values that came from elsewhere; empty where it is of another kind. */
public final class Parts {
    private Parts() {}

    /** The value if it is a map. */
    public static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    /** The elements of the value if it is a list, each as {@link #map}. */
    public static List<Map<?, ?>> maps(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().<Map<?, ?>>map(Parts::map).toList()
                : List.of();
    }
}
