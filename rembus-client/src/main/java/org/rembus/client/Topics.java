package org.rembus.client;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Topic;

/** Checks of what an application names and hands over. */
final class Topics {
    private static final @Nullable Object[] ONE_NULL = {null};

    private Topics() {}

    /** A topic that can be published to, exposed or called. */
    static Topic exact(String text) {
        Topic topic = Topic.of(text);
        if (topic.isPattern()) {
            throw new IllegalArgumentException(text + ": a pattern can only be subscribed to");
        }
        return topic;
    }

    /** Varargs as they were meant: a lone {@code null} is one argument. */
    static @Nullable Object[] spread(@Nullable Object @Nullable [] arguments) {
        return arguments == null ? ONE_NULL : arguments;
    }
}
