package org.rembus.broker.topics;

import org.jspecify.annotations.Nullable;

/**
 * What is known of the topic of the last message, which is mostly that of the next one, too. A decoder gives it as the same object
 * then, so that no table need be asked, nor any text compared. Not thread-safe.
 */
public final class LatestTopic<V> {
    private @Nullable String topic;
    private @Nullable V known;

    /** What was said of this topic; null when another one was the last, or it came as another object. */
    @SuppressWarnings("ReferenceEquality") // an equal one is found where all are
    public @Nullable V get(String asked) {
        return asked == topic ? known : null;
    }

    public void set(String latest, V value) {
        topic = latest;
        known = value;
    }

    /** What was known may not hold any more. */
    public void forget() {
        topic = null;
        known = null;
    }
}
