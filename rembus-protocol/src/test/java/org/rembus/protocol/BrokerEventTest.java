package org.rembus.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class BrokerEventTest {

    static List<BrokerEvent> events() {
        return List.of(
                new BrokerEvent.Overtaken("sensor/**", 12),
                new BrokerEvent.SlowConsumer(1L << 40, Map.of("sensor/*", 17L)),
                new BrokerEvent.Draining());
    }

    @ParameterizedTest
    @MethodSource("events")
    void event_writtenAndRead_isTheSame(BrokerEvent event) {
        assertThat(BrokerEvent.parse(event.toPayload())).contains(event);
    }

    @Test
    void event_written_isAMapWithItsName() {
        assertThat(new BrokerEvent.Overtaken("t", 3).toPayload().value())
                .isEqualTo(Map.of("event", "overtaken", "topic", "t", "lost", 3L));
    }

    static List<Object> strangers() {
        return List.of(
                "overtaken",
                List.of(),
                Map.of(),
                Map.of("event", 1L),
                Map.of("event", "eclipse"),
                Map.of("event", "overtaken", "topic", "t"),
                Map.of("event", "overtaken", "topic", 5L, "lost", 1L),
                Map.of("event", "slow_consumer", "topics", Map.of(), "dropped", "many"),
                Map.of("event", "slow_consumer", "dropped", 1L));
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void payload_noEventThatIsKnown_isNone(Object value) {
        assertThat(BrokerEvent.parse(Payload.of(value))).isEmpty();
    }
}
