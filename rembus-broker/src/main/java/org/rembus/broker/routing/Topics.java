package org.rembus.broker.routing;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Topic;

/** Who is subscribed to what, in one tenant. */
final class Topics {
    private static final Subscription[] NOBODY = {};

    private final Map<String, Set<Subscription>> exact = new HashMap<>();
    private final TopicTrie<Subscription> patterns = new TopicTrie<>();
    private final Set<Subscription> everyTopic = new LinkedHashSet<>();
    private final ReceiverCache receivers;
    private final NameRules rules;

    /** @param bound for what is remembered of all tenants' topics together */
    Topics(NameRules rules, ReceiverCache.Bound bound) {
        this.rules = rules;
        this.receivers = new ReceiverCache(bound);
    }

    void add(Subscription subscription) {
        receivers.clear();
        Topic topic = subscription.topic();
        if (subscription.isEveryTopic()) {
            everyTopic.add(subscription);
        } else if (topic.isPattern()) {
            patterns.add(topic, subscription);
        } else {
            exact.computeIfAbsent(topic.toString(), key -> new LinkedHashSet<>(2))
                    .add(subscription);
        }
    }

    void remove(Subscription subscription) {
        receivers.clear();
        Topic topic = subscription.topic();
        if (subscription.isEveryTopic()) {
            everyTopic.remove(subscription);
        } else if (topic.isPattern()) {
            patterns.remove(topic, subscription);
        } else {
            exact.computeIfPresent(topic.toString(), (key, subscriptions) -> {
                subscriptions.remove(subscription);
                return subscriptions.isEmpty() ? null : subscriptions;
            });
        }
    }

    /**
     * The subscriptions that a message to this topic is for; null when nobody may publish to it, because it is no legal
     * topic or a pattern. Not to be changed.
     */
    Subscription @Nullable [] receiversOf(String text) {
        Subscription[] cached = receivers.get(text);
        if (cached != null) {
            return cached;
        }
        Topic topic = rules.topic(text);
        if (topic == null) {
            return null;
        }
        Subscription[] found = find(topic);
        receivers.put(text, found);
        return found;
    }

    /** What {@link #receiversOf} says where there is no subscription at all. */
    static Subscription @Nullable [] nobodyFor(String text, NameRules rules) {
        return rules.topic(text) == null ? null : NOBODY;
    }

    boolean isEmpty() {
        return exact.isEmpty() && patterns.isEmpty() && everyTopic.isEmpty();
    }

    /** The topics and patterns that are subscribed to. */
    Set<String> subscribed() {
        Set<String> topics = new LinkedHashSet<>(exact.keySet());
        patterns.forEach(subscription -> topics.add(subscription.topic().toString()));
        return topics;
    }

    private Subscription[] find(Topic topic) {
        Set<Subscription> found = new LinkedHashSet<>(everyTopic);
        found.addAll(exact.getOrDefault(topic.toString(), Set.of()));
        patterns.match(topic, found::add);
        return found.isEmpty() ? NOBODY : found.toArray(Subscription[]::new);
    }
}
