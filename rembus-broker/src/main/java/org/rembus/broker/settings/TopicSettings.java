package org.rembus.broker.settings;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.routing.slow.SlowPolicy;

/**
 * What is set for the topics of one pattern. What is null is as it is without that pattern.
 *
 * @param store which messages are stored
 * @param retentionAge after which a stored message is removed
 * @param retentionSize of how many bytes of the newest messages at least are kept, unless they are too old
 * @param slow what happens to a message that finds no room at its subscriber
 */
public record TopicSettings(
        Settings.@Nullable Store store,
        @Nullable Duration retentionAge,
        @Nullable Long retentionSize,
        @Nullable SlowPolicy slow) {
    /** As if there were no pattern. */
    public static final TopicSettings NONE = new TopicSettings(null, null, null, null);

    /** The same, and so much is stored. */
    public TopicSettings withStore(Settings.Store what) {
        return new TopicSettings(what, retentionAge, retentionSize, slow);
    }

    /** The same, and kept for so long. */
    public TopicSettings withRetentionAge(Duration age) {
        return new TopicSettings(store, age, retentionSize, slow);
    }

    /** The same, and so many bytes are kept. */
    public TopicSettings withRetentionSize(long bytes) {
        return new TopicSettings(store, retentionAge, bytes, slow);
    }

    /** The same, and that is done for slow subscribers. */
    public TopicSettings withSlow(SlowPolicy policy) {
        return new TopicSettings(store, retentionAge, retentionSize, policy);
    }
}
