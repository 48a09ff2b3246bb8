package org.rembus.protocol.cbor;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects the entries of one map that a peer sent, in time proportional to their size whatever the keys are.
 *
 * <p>A peer can choose keys that all have the same hash. Keys of one class that has an order do no harm then, because
 * the JDK's hash tables sort them; others would make each insertion look at all the keys before it. So a map with lists,
 * maps, tags or binary among its keys, or with many keys of several classes, becomes an {@link EntryList}.
 */
final class MapBuilder {
    /** So many keys of several classes may collide without harm. */
    static final int FEW = 64;

    private Map<@Nullable Object, @Nullable Object> entries;
    private Class<?> keyClass = Void.class;
    private boolean uniform = true;

    /** @param expected how many entries will come; 0 when that is not known */
    MapBuilder(int expected) {
        entries = LinkedHashMap.newLinkedHashMap(expected);
    }

    /** Adds an entry; of those with the same key the last one counts, but in an {@link EntryList} all stay. */
    void put(@Nullable Object key, @Nullable Object value) {
        if (!(entries instanceof EntryList) && !canHash(key)) {
            entries = new EntryList(entries);
        }
        entries.put(key, value);
    }

    Map<@Nullable Object, @Nullable Object> build() {
        return entries;
    }

    private boolean canHash(@Nullable Object key) {
        if (!isScalar(key)) {
            return false;
        }
        Class<?> itsClass = key == null ? Void.class : key.getClass();
        uniform = uniform && (entries.isEmpty() || itsClass == keyClass);
        keyClass = itsClass;
        return uniform || entries.size() < FEW;
    }

    private static boolean isScalar(@Nullable Object key) {
        return switch (key) {
            case null -> true;
            case String text -> true;
            case Long integer -> true;
            case BigInteger integer -> true;
            case Double number -> true;
            case Boolean truth -> true;
            case Undefined undefined -> true;
            case SimpleValue simple -> true;
            default -> false;
        };
    }
}
