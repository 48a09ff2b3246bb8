package org.rembus.protocol;

import java.util.Collections;
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
     * {@code {"event":"slow_consumer","dropped":N,"topics":{T:N,…}}}: messages of QoS 0, or that are
     * not stored, were dropped because the component did
     * not read fast enough.
     *
     * @param dropped how many
     * @param topics how many of them to which subscription, when there are not too many of those; the others count in
     *     {@code dropped} only
     */
    record SlowConsumer(long dropped, Map<String, Long> topics) implements BrokerEvent {
        public SlowConsumer {
            topics = Collections.unmodifiableMap(new LinkedHashMap<>(topics));
        }

        @Override
        public Payload toPayload() {
            return map("slow_consumer", "dropped", dropped, "topics", topics);
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
            case "overtaken" -> overtaken(map);
            case "slow_consumer" -> slowConsumer(map);
            case "draining" -> Optional.of(new Draining());
            default -> Optional.empty();
        };
    }

    private static Optional<BrokerEvent> overtaken(Map<?, ?> map) {
        return map.get("topic") instanceof String topic && map.get("lost") instanceof Long lost
                ? Optional.of(new Overtaken(topic, lost))
                : Optional.empty();
    }

    private static Optional<BrokerEvent> slowConsumer(Map<?, ?> map) {
        if (!(map.get("dropped") instanceof Long dropped) || !(map.get("topics") instanceof Map<?, ?> counts)) {
            return Optional.empty();
        }
        Map<String, Long> topics = new LinkedHashMap<>();
        counts.forEach((topic, count) -> {
            if (topic instanceof String name && count instanceof Long number) {
                topics.put(name, number);
            }
        });
        return Optional.of(new SlowConsumer(dropped, topics));
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
