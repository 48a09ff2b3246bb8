package org.rembus.protocol;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a broker tells one of our components about what becomes of its messages: the map of an ADMIN to {@value #TOPIC}
 * (PROTOCOL.md section 15, extension {@code events}).
 */
public sealed interface BrokerEvent {
    /** The topic of the ADMIN. */
    String TOPIC = "__event__";

    /** {@code {"event":"overtaken","topic":T,"lost":N}}: retention removed messages before a subscription had them. */
    record Overtaken(String topic, long lost) implements BrokerEvent {
        @Override
        public Payload toPayload() {
            return map("overtaken", "topic", topic, "lost", lost);
        }
    }

    /**
     * {@code {"event":"slow_consumer","topic":T,"dropped":N}}: QoS 0 messages to a subscription were dropped because the
     * component did not read fast enough.
     */
    record SlowConsumer(String topic, long dropped) implements BrokerEvent {
        @Override
        public Payload toPayload() {
            return map("slow_consumer", "topic", topic, "dropped", dropped);
        }
    }

    /** {@code {"event":"draining"}}: the broker stops, and closes the connection soon. */
    record Draining() implements BrokerEvent {
        @Override
        public Payload toPayload() {
            return map("draining");
        }
    }

    /** The map that says it. */
    Payload toPayload();

    /** Reads what {@link #toPayload} wrote; empty when it is an event that nobody here knows. */
    static Optional<BrokerEvent> parse(Payload payload) {
        if (!(payload.value() instanceof Map<?, ?> map) || !(map.get("event") instanceof String kind)) {
            return Optional.empty();
        }
        return switch (kind) {
            case "overtaken" -> counted(map, "lost").map(count -> new Overtaken(topic(map), count));
            case "slow_consumer" -> counted(map, "dropped").map(count -> new SlowConsumer(topic(map), count));
            case "draining" -> Optional.of(new Draining());
            default -> Optional.empty();
        };
    }

    private static Optional<Long> counted(Map<?, ?> map, String key) {
        return map.get(key) instanceof Long count && map.get("topic") instanceof String
                ? Optional.of(count)
                : Optional.empty();
    }

    private static String topic(Map<?, ?> map) {
        return String.valueOf(map.get("topic"));
    }

    private static Payload map(String event, Object... keysAndValues) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("event", event);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return Payload.of(map);
    }
}
