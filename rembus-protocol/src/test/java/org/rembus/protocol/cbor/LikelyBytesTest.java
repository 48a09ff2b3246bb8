package org.rembus.protocol.cbor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.rembus.protocol.Payload;

final class LikelyBytesTest {
    private static final List<@Nullable Object> PLAIN = Arrays.asList(
            null,
            true,
            0,
            23,
            24,
            255,
            256,
            -1,
            -25,
            65_535,
            65_536,
            Integer.MIN_VALUE,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            1.5,
            Double.NaN,
            Double.NEGATIVE_INFINITY,
            "",
            "abc",
            "x".repeat(300),
            new byte[0],
            new byte[70_000]);

    @Test
    void of_plainValue_isItsLength() {
        for (Object value : PLAIN) {
            assertThat(LikelyBytes.of(value))
                    .describedAs("%s", value)
                    .isEqualTo(Payload.of(value).length());
        }
    }

    @Test
    void of_shortListOfPlainValues_isItsLength() {
        for (int from = 0; from < PLAIN.size() - 5; from++) {
            List<@Nullable Object> arguments = new ArrayList<>(PLAIN.subList(from, from + 5));
            assertThat(LikelyBytes.of(arguments))
                    .isEqualTo(Payload.of(arguments).length());
        }
    }

    @Test
    void of_anythingElse_isWrittenNevertheless() {
        List<Integer> nested = Collections.nCopies(1000, 7);
        Map<String, List<Integer>> map = Map.of("key", nested);
        assertThat(LikelyBytes.of(map)).isPositive();
        assertThat(Payload.of(map).value()).isEqualTo(Map.of("key", Collections.nCopies(1000, 7L)));
        assertThat(Payload.of("ü".repeat(1000)).value()).isEqualTo("ü".repeat(1000));
        assertThat(LikelyBytes.of(new byte[5 << 20])).isLessThan(2 << 20);
    }
}
