package org.rembus.broker.routing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rembus.broker.journal.TwinState;
import org.rembus.broker.routing.options.RouterOptions;
import org.rembus.broker.routing.room.RememberedRoom;
import org.rembus.broker.topics.TopicCounts;
import org.rembus.protocol.Rid;
import org.rembus.protocol.Topic;

/**
 * What the durable subscriptions are for: those of named components that replay, whether connected or away. Only how many
 * there are is kept of each topic and pattern, and that only where a setting asks.
 */
final class DurableTopics {
    private final RouterOptions options;
    private final boolean asked;
    private final RememberedRoom remembered;
    private final Map<String, TopicCounts> tenants = new HashMap<>();

    DurableTopics(RouterOptions options, RememberedRoom remembered) {
        this.options = options;
        this.asked = options.store().asksForSubscriptions();
        this.remembered = remembered;
    }

    /** Whether anybody will ask. */
    boolean isAsked() {
        return asked;
    }

    /** TopicCounts those of a component that is remembered. */
    void addAll(TwinState twin) {
        String tenant = Tenancy.of(new Rid(twin.rid()), options).own();
        for (TwinState.SubscriptionState each : twin.subscriptions()) {
            if (!each.since().isNow()) {
                add(tenant, Topic.of(each.topic()), each.everyTopic());
            }
        }
    }

    /** There is one more. */
    void add(String tenant, Topic topic, boolean everyTopic) {
        if (asked) {
            TopicCounts counts = tenants.computeIfAbsent(tenant, name -> new TopicCounts());
            remembered.take(counts.add(topic, everyTopic, 1) * bytesOf(topic));
        }
    }

    /** There is one less. */
    void remove(String tenant, Topic topic, boolean everyTopic) {
        TopicCounts counts = tenants.get(tenant);
        if (counts != null) {
            remembered.take(counts.add(topic, everyTopic, -1) * bytesOf(topic));
            if (counts.isEmpty()) {
                tenants.remove(tenant);
            }
        }
    }

    private static long bytesOf(Topic topic) {
        return RememberedRoom.bytesOfTopic(topic.toString());
    }

    /** Which of a topic or pattern, or nothing, there would be something more to keep of. */
    List<String> newOf(String tenant, Topic topic) {
        TopicCounts counts = tenants.get(tenant);
        return !asked || counts != null && counts.knows(topic) ? List.of() : List.of(topic.toString());
    }

    /** Whether one of them is for messages to this topic. */
    boolean want(String tenant, String topic) {
        TopicCounts counts = tenants.get(tenant);
        return counts != null && counts.has(topic);
    }
}
