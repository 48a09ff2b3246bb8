package org.rembus.client;

import org.jspecify.annotations.Nullable;

/**
 * What an operation is about.
 *
 * @param words fit for the beginning of a sentence
 * @param topic its topic, if it has one
 */
record About(String words, @Nullable String topic) {
    static About topic(String topic) {
        return new About(topic, topic);
    }

    /** An operation on the component or its connection as a whole. */
    static About whole(String words) {
        return new About(words, null);
    }
}
