package org.rembus.protocol.cbor;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A map whose keys are never hashed: its entries in the order received, also those whose keys are equal. Looking a key up
 * takes time proportional to the number of entries.
 */
final class EntryList extends AbstractMap<@Nullable Object, @Nullable Object> {
    private final List<Map.Entry<@Nullable Object, @Nullable Object>> entries = new ArrayList<>();

    EntryList(Map<@Nullable Object, @Nullable Object> first) {
        first.forEach(this::put);
    }

    /** Appends an entry, whatever the keys that are there. */
    @Override
    public @Nullable Object put(@Nullable Object key, @Nullable Object value) {
        entries.add(new AbstractMap.SimpleImmutableEntry<>(key, value));
        return null;
    }

    @Override
    public Set<Map.Entry<@Nullable Object, @Nullable Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<@Nullable Object, @Nullable Object>> iterator() {
                return entries.iterator();
            }

            @Override
            public int size() {
                return entries.size();
            }
        };
    }
}
