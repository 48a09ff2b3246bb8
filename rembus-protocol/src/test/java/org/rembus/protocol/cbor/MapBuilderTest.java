package org.rembus.protocol.cbor;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rembus.protocol.Payload;

/** The limits of time are ten times what is needed; quadratic time would be minutes. */
final class MapBuilderTest {
    private static final int MANY = 100_000;

    @Test
    void put_sameKeyAgain_theLastCountsInThePlaceOfTheFirst() {
        MapBuilder builder = new MapBuilder(0);
        builder.put("a", 1L);
        builder.put("b", 2L);
        builder.put("a", 3L);

        Map<@Nullable Object, @Nullable Object> map = builder.build();

        assertThat(map).containsExactly(Map.entry("a", 3L), Map.entry("b", 2L));
    }

    @Test
    void put_nullKeyAndValue_areKept() {
        MapBuilder builder = new MapBuilder(2);
        builder.put(null, 1L);
        builder.put("x", null);

        assertThat(builder.build()).containsEntry(null, 1L).containsEntry("x", null);
    }

    @Test
    void put_keysThatAreLists_areFoundAndStayInOrder() {
        MapBuilder builder = new MapBuilder(3);
        builder.put("first", 1L);
        builder.put(List.of(1L), 2L);
        builder.put("last", 3L);

        Map<@Nullable Object, @Nullable Object> map = builder.build();

        assertThat(map.keySet()).containsExactly("first", List.of(1L), "last");
        assertThat(map).containsEntry(List.of(1L), 2L).containsEntry("first", 1L);
        assertThat(Payload.of(map)).hasToString("a36566697273740181010264" + "6c61737403");
    }

    @Test
    @Timeout(value = 20, unit = SECONDS, threadMode = SEPARATE_THREAD)
    void value_textsOfOneHash_takesNoQuadraticTime() {
        List<String> keys = new ArrayList<>(List.of(""));
        while (keys.size() < MANY) {
            List<String> longer = new ArrayList<>();
            keys.forEach(key -> {
                longer.add(key + "Aa");
                longer.add(key + "BB");
            });
            keys = longer;
        }
        assertThat(keys).allMatch(new HashIs(keys.getFirst().hashCode())::of);

        assertThat(decoded(keys)).hasSize(keys.size());
    }

    @Test
    @Timeout(value = 20, unit = SECONDS, threadMode = SEPARATE_THREAD)
    void value_numbersOfOneHash_takesNoQuadraticTime() {
        List<Object> keys = new ArrayList<>();
        for (long i = 0; i < MANY; i++) {
            keys.add(i << 32 | i);
        }
        assertThat(keys).allMatch(new HashIs(0)::of);

        assertThat(decoded(keys)).hasSize(MANY);
    }

    @Test
    @Timeout(value = 20, unit = SECONDS, threadMode = SEPARATE_THREAD)
    void value_keysOfSeveralClassesAndOneHash_takesNoQuadraticTime() {
        List<Object> keys = new ArrayList<>();
        for (long i = 1; i <= MANY / 2; i++) {
            keys.add(i << 32 | i);
            keys.add(Double.longBitsToDouble(i << 32 | i));
        }
        assertThat(keys).allMatch(new HashIs(0)::of);

        assertThat(decoded(keys)).hasSize(MANY);
    }

    @Test
    @Timeout(value = 20, unit = SECONDS, threadMode = SEPARATE_THREAD)
    void value_listsAndTagsOfOneHash_takesNoQuadraticTime() {
        List<Object> lists = new ArrayList<>();
        List<Object> tags = new ArrayList<>();
        for (long i = 0; i < MANY; i++) {
            lists.add(List.of(i << 32 | i));
            tags.add(new Tagged(100, i << 32 | i));
        }

        assertThat(decoded(lists)).hasSize(MANY);
        assertThat(decoded(tags)).hasSize(MANY);
    }

    private static Map<?, ?> decoded(List<?> keys) {
        CborWriter writer = new CborWriter();
        // A map is an array of twice as many items, but for its first byte.
        writer.beginArray(keys.size());
        int head = writer.toByteArray().length;
        keys.forEach(key -> {
            writer.writeValue(key);
            writer.writeNull();
        });
        byte[] bytes = writer.toByteArray();
        bytes[0] = (byte) (bytes[0] + (1 << 5));
        assertThat(head).isGreaterThan(1);
        return (Map<?, ?>)
                Objects.requireNonNull(Payload.view(bytes, 0, bytes.length).value());
    }

    private record HashIs(int hash) {
        boolean of(Object key) {
            return key.hashCode() == hash;
        }
    }
}
