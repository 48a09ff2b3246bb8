package org.rembus.broker.topics;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Topic;

/**
 * Who is subscribed to what, in one tenant. Not thread-safe.
 *
 * @param <S> a subscription; compared by {@code equals}
 */
public final class Topics<S extends Topics.Subscribed> {
    private final Map<String, Set<S>> exact = new HashMap<>();
    private final TopicTrie<S> patterns = new TopicTrie<>();
    private final Set<S> everyTopic = new LinkedHashSet<>();
    private final IntFunction<S[]> arrays;
    private final ReceiverCache<S> receivers;

    /**
     * Nobody is subscribed yet.
     *
     * @param arrays makes an array of subscriptions
     * @param bound for what is remembered of all tenants' topics together
     */
    public Topics(IntFunction<S[]> arrays, CacheBound bound) {
        this.arrays = arrays;
        this.receivers = new ReceiverCache<>(bound);
    }

    /** What is subscribed to. It does not change while it is here. */
    public interface Subscribed {
        /** The topic or pattern. */
        Topic topic();

        /** Whether it is for all topics, whatever {@link #topic} says. */
        boolean isEveryTopic();
    }

    public void add(S subscription) {
        forgetReceivers(subscription);
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

    public void remove(S subscription) {
        forgetReceivers(subscription);
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
        if (isEmpty()) {
            receivers.clear();
        }
    }

    /** What is known of the topics that it may be for is to be searched for once more. */
    private void forgetReceivers(S changing) {
        Topic topic = changing.topic();
        String first = topic.levels().getFirst();
        if (changing.isEveryTopic() || Topic.isOneLevel(first) || Topic.isAnyLevels(first)) {
            receivers.clear();
        } else if (topic.isPattern()) {
            receivers.forgetBehind(first);
        } else {
            receivers.forget(topic.toString());
        }
    }

    /** What {@link #receiversOf} said of this topic lately, if it still holds; else null. Not to be changed. */
    public S @Nullable [] knownReceiversOf(String topic) {
        return receivers.get(topic);
    }

    /**
     * The subscriptions that a message to this topic is for. Not to be changed.
     *
     * @param topic no pattern
     */
    public S[] receiversOf(Topic topic) {
        Set<S> found = new LinkedHashSet<>(everyTopic);
        found.addAll(exact.getOrDefault(topic.toString(), Set.of()));
        patterns.match(topic, found::add);
        S[] all = found.toArray(arrays);
        receivers.put(topic.toString(), all);
        return all;
    }

    public boolean isEmpty() {
        return exact.isEmpty() && patterns.isEmpty() && everyTopic.isEmpty();
    }

    /** The topics and patterns that are subscribed to. */
    public Set<String> subscribed() {
        Set<String> topics = new LinkedHashSet<>(exact.keySet());
        patterns.forEach(subscription -> topics.add(subscription.topic().toString()));
        return topics;
    }
}
