package org.rembus.client;

import java.time.Duration;

/**
 * Which messages a subscription begins with (PROTOCOL.md section 9, "Replay").
 *
 * <p>A named component's broker remembers how far it has come, so that after a break it goes on from there. An anonymous
 * one is forgotten when its connection ends: when it reconnects, it asks only for what was published since it last heard
 * from the broker, so that nothing comes twice.
 */
public sealed interface From {
    /** Only what is published from now on. */
    static From now() {
        return Now.NOW;
    }

    /**
     * What was published after the last message received, however long ago; all that the broker has kept, when this is
     * the component's first subscription to the topic.
     */
    static From lastReceived() {
        return LastReceived.LAST_RECEIVED;
    }

    /** As {@link #lastReceived()}, but nothing older than this. */
    static From last(Duration age) {
        return new Last(age);
    }

    /**
     * Reads {@code now}, {@code last}, or an age: {@code 90s}, {@code 10m}, {@code 2h}, {@code 7d}, or ISO-8601
     * ({@code PT10M}).
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static From parse(String text) {
        return switch (text) {
            case "now" -> now();
            case "last" -> lastReceived();
            default -> last(Ages.parse(text));
        };
    }

    /** See {@link From#now()}. */
    enum Now implements From {
        NOW
    }

    /** See {@link From#lastReceived()}. */
    enum LastReceived implements From {
        LAST_RECEIVED
    }

    /**
     * See {@link From#last(Duration)}.
     *
     * @param age longer than zero, at most 292 years
     */
    record Last(Duration age) implements From {
        public Last {
            ComponentOptions.positive(age, "age");
        }
    }
}
