package org.rembus.broker.settings;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.rembus.broker.routing.slow.SlowPolicy;
import org.rembus.broker.topics.TopicRules;
import org.rembus.protocol.Limits;
import org.rembus.protocol.Topic;

/** Reads what is set for topics, a map from patterns to maps; from the environment as the text of such an object. */
final class TopicsReader implements Values.Reader<TopicRules<TopicSettings>> {
    private static final String EXAMPLE = "{\"telemetry/**\": {\"store\": \"none\"}}";

    private static final Values.Reader<Settings.Store> STORE = Values.word(Settings.Store.class);
    private static final Values.Reader<SlowPolicy> SLOW = Values.word(SlowPolicy.class);
    private static final Values.Reader<Duration> AGE = Values.seconds(Duration.ofMillis(1));
    private static final Values.Reader<Long> SIZE = Values.integer(1, Long.MAX_VALUE);

    @Override
    public TopicRules<TopicSettings> read(Object raw) {
        Object value = raw instanceof String text ? Json.parse(text) : raw;
        if (!(value instanceof Map<?, ?> members)) {
            throw new IllegalArgumentException("an object such as " + EXAMPLE + " is expected");
        }
        Map<Topic, TopicSettings> settings = new LinkedHashMap<>();
        members.forEach((pattern, of) -> settings.put(pattern(String.valueOf(pattern)), settings(pattern, of)));
        return TopicRules.of(settings);
    }

    private static Topic pattern(String text) {
        String objection = Topic.objectionTo(text, Limits.MAX_TOPIC_BYTES);
        if (!objection.isEmpty()) {
            throw new IllegalArgumentException("\"" + text + "\" is no topic or pattern: " + objection);
        }
        return Topic.of(text);
    }

    private static TopicSettings settings(Object pattern, Object raw) {
        if (!(raw instanceof Map<?, ?> members)) {
            throw new IllegalArgumentException(
                    "\"" + pattern + "\" is to be an object such as {\"store\": \"none\"}, and is " + raw);
        }
        TopicSettings settings = TopicSettings.NONE;
        for (Map.Entry<?, ?> member : members.entrySet()) {
            settings = with(settings, String.valueOf(pattern), String.valueOf(member.getKey()), member.getValue());
        }
        return settings;
    }

    private static TopicSettings with(TopicSettings settings, String pattern, String key, Object raw) {
        try {
            return switch (key) {
                case "store" -> settings.withStore(STORE.read(raw));
                case "retention_age" -> settings.withRetentionAge(AGE.read(raw));
                case "retention_size" -> settings.withRetentionSize(SIZE.read(raw));
                case "slow" -> settings.withSlow(SLOW.read(raw));
                default ->
                    throw new IllegalArgumentException(
                            "is no setting of a topic; known are store, retention_age, retention_size, slow");
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + " of \"" + pattern + "\": " + e.getMessage(), e);
        }
    }
}
