package org.rembus.client.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.rembus.protocol.Payload;
import org.rembus.protocol.cbor.Tagged;
import org.rembus.protocol.cbor.Undefined;

final class OutgoingTest {
    enum Colour {
        RED
    }

    record Reading(String sensor, double value, byte[] raw, List<Integer> history, Colour colour) {}

    record Wrapper(Object content) {}

    static final class Bean {
        public int getCount() {
            return 3;
        }
    }

    static Stream<Arguments> values() {
        return Stream.of(
                arguments(null, null),
                arguments((byte) -1, -1L),
                arguments((short) 5, 5L),
                arguments(1.5f, 1.5),
                arguments('x', "x"),
                arguments(BigInteger.TEN, 10L),
                arguments(new BigDecimal("5"), 5L),
                arguments(new BigDecimal("5.00"), 5L),
                arguments(new BigDecimal("0.1"), 0.1),
                arguments(
                        new BigDecimal("0.1000000000000000000000001"),
                        new Tagged(4, List.of(-25L, new BigInteger("1000000000000000000000001")))),
                arguments(Optional.of(3), 3L),
                arguments(Optional.empty(), null),
                arguments(new int[] {1, 2}, List.of(1L, 2L)),
                arguments(new double[] {Double.NaN}, List.of(Double.NaN)),
                arguments(new boolean[] {true}, List.of(true)),
                arguments(new String[] {"a", null}, Arrays.asList("a", null)),
                arguments(new LinkedHashSet<>(List.of(1, 2)), List.of(1L, 2L)),
                arguments(Map.of(1, "one"), Map.of(1L, "one")),
                arguments(Colour.RED, "RED"),
                arguments(Map.of(Colour.RED, 1), Map.of("RED", 1L)),
                arguments(LocalDate.of(2026, 3, 1), "2026-03-01"),
                arguments(Instant.parse("2026-03-01T10:00:00Z"), "2026-03-01T10:00:00Z"),
                arguments(Duration.ofSeconds(90), "PT1M30S"),
                arguments(new UUID(0, 1), "00000000-0000-0000-0000-000000000001"),
                arguments(Undefined.UNDEFINED, Undefined.UNDEFINED),
                arguments(new Bean(), Map.of("count", 3L)),
                arguments(
                        new Wrapper(new Tagged(80, new byte[] {1})), Map.of("content", new Tagged(80, new byte[] {1}))),
                arguments(new Wrapper(Double.POSITIVE_INFINITY), Map.of("content", Double.POSITIVE_INFINITY)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void valueTravels_ofEachKind_asPeersExpect(Object value, Object expected) {
        assertThat(Outgoing.value(value)).isEqualTo(Payload.of(expected));
    }

    @Test
    void recordTravels_withParts_asMapInItsOrder() {
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("sensor", "s");
        expected.put("value", 2.0);
        expected.put("raw", new byte[] {1, 2});
        expected.put("history", List.of(1L));
        expected.put("colour", "RED");

        Payload sent = Outgoing.value(new Reading("s", 2.0, new byte[] {1, 2}, List.of(1), Colour.RED));

        assertThat(sent).isEqualTo(Payload.of(expected));
    }

    @Test
    void argumentsTravel_always_asArray() {
        assertThat(Outgoing.arguments()).isEqualTo(Payload.NO_ARGUMENTS);
        assertThat(Outgoing.arguments((Object) null)).isEqualTo(Payload.of(Arrays.asList((Object) null)));
        assertThat(Outgoing.arguments(List.of(1))).isEqualTo(Payload.of(List.of(List.of(1L))));
    }

    @Test
    void payloadTravels_asResult_untouched() {
        Payload payload = Payload.of("as it is");

        assertThat(Outgoing.value(payload)).isSameAs(payload);
    }

    /** For Jackson to find. */
    public static final class Selfish {
        public Selfish getOther() {
            return this;
        }
    }

    /** For Jackson to find. */
    public static final class Broken {
        private final Optional<Integer> level = Optional.empty();

        public int getLevel() {
            return level.orElseThrow(() -> new IllegalStateException("no level yet"));
        }
    }

    @Test
    void sendingFails_valueWithoutForm_namingItsClassAndWhatIsWrong() {
        assertThatThrownBy(() -> Outgoing.value(new Object()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a value of java.lang.Object cannot be sent: Object has no properties:"
                        + " it is no record, and has no public getters");
        assertThatThrownBy(() -> Outgoing.value(new Selfish())).hasMessageEndingWith(": it contains itself (at other)");
        assertThatThrownBy(() -> Outgoing.value(new Broken())).hasMessageEndingWith(": no level yet (at level)");
    }

    @Test
    void sendingFails_containsItself_insteadOfGoingOnForEver() {
        List<Object> loop = new ArrayList<>();
        loop.add(loop);

        assertThatThrownBy(() -> Outgoing.value(loop))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nested deeper");
    }
}
