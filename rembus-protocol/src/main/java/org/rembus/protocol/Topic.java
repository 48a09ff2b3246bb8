package org.rembus.protocol;

import java.util.List;
import java.util.Optional;

/**
 * The name of a Pub/Sub channel or an RPC service, or a pattern over such names (PROTOCOL.md sections 1 and 9).
 *
 * <p>{@code /} separates levels, and empty levels count. A topic is a <em>pattern</em> when one of its levels is exactly
 * {@code *} (one level) or {@code **} (any number of levels, none included). A level with {@code @} in it is
 * <em>verbatim</em>: no wildcard covers it.
 */
public final class Topic implements Comparable<Topic> {
    private static final String ONE_LEVEL = "*";
    private static final String ANY_LEVELS = "**";
    private static final char SEPARATOR = '/';

    private final String text;
    private final List<String> levels;
    private final boolean pattern;

    private Topic(String text) {
        this.text = text;
        this.levels = levelsOf(text);
        this.pattern = levels.contains(ONE_LEVEL) || levels.contains(ANY_LEVELS);
    }

    /**
     * A topic that our own code names.
     *
     * @throws IllegalArgumentException if {@link #parse} refuses the text
     */
    public static Topic of(String text) {
        String objection = objectionTo(text, Limits.MAX_TOPIC_BYTES);
        if (!objection.isEmpty()) {
            throw new IllegalArgumentException("\"" + text + "\" is no topic: " + objection);
        }
        return new Topic(text);
    }

    /** A topic that a peer named; empty when there is an {@link #objectionTo} it. */
    public static Optional<Topic> parse(String text) {
        return objectionTo(text, Limits.MAX_TOPIC_BYTES).isEmpty() ? Optional.of(new Topic(text)) : Optional.empty();
    }

    /**
     * Why this cannot be a topic, fit for the peer; empty when it can. Refused are the empty text, control characters,
     * halves of surrogate pairs, more bytes than {@code maxBytes} and more than {@value Limits#MAX_TOPIC_LEVELS} levels.
     *
     * @param maxBytes no more than {@value Limits#MAX_TOPIC_BYTES}
     */
    public static String objectionTo(String text, int maxBytes) {
        if (text.isEmpty()) {
            return "it is empty";
        }
        if (!Names.fits(text, maxBytes)) {
            return "it has more than " + maxBytes + " bytes";
        }
        if (!Names.isPrintable(text)) {
            return "it has an illegal character";
        }
        return separators(text) >= Limits.MAX_TOPIC_LEVELS
                ? "it has more than " + Limits.MAX_TOPIC_LEVELS + " levels"
                : "";
    }

    private static int separators(String text) {
        int count = 0;
        for (int at = text.indexOf(SEPARATOR); at >= 0; at = text.indexOf(SEPARATOR, at + 1)) {
            count++;
        }
        return count;
    }

    /** The levels of any text, from the left; at least one. */
    public static List<String> levelsOf(String text) {
        return List.of(text.split("/", -1));
    }

    /** Whether this level stands for exactly one level of any name. */
    public static boolean isOneLevel(String level) {
        return level.equals(ONE_LEVEL);
    }

    /** Whether this level stands for any number of levels. */
    public static boolean isAnyLevels(String level) {
        return level.equals(ANY_LEVELS);
    }

    /** Whether no wildcard covers this level. */
    public static boolean isVerbatim(String level) {
        return level.indexOf('@') >= 0;
    }

    /** The levels, from the left; at least one. */
    public List<String> levels() {
        return levels;
    }

    /** Whether a level is a wildcard. Such a topic can be subscribed to, but neither published to, exposed nor called. */
    public boolean isPattern() {
        return pattern;
    }

    /**
     * Whether a message to {@code topic} is for a subscription to this topic or pattern. Costs at most the product of
     * the two numbers of levels.
     */
    public boolean matches(String topic) {
        return pattern ? matchesLevels(levelsOf(topic)) : text.equals(topic);
    }

    private boolean matchesLevels(List<String> actual) {
        // reached[i]: the pattern levels seen so far match the first i levels of the topic
        boolean[] reached = new boolean[actual.size() + 1];
        reached[0] = true;
        for (String level : levels) {
            boolean[] next = new boolean[actual.size() + 1];
            if (isAnyLevels(level)) {
                next[0] = reached[0];
                for (int i = 0; i < actual.size(); i++) {
                    next[i + 1] = reached[i + 1] || (next[i] && !isVerbatim(actual.get(i)));
                }
            } else {
                for (int i = 0; i < actual.size(); i++) {
                    next[i + 1] = reached[i] && covers(level, actual.get(i));
                }
            }
            reached = next;
        }
        return reached[actual.size()];
    }

    private static boolean covers(String level, String actual) {
        return isOneLevel(level) ? !isVerbatim(actual) : level.equals(actual);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Topic topic && text.equals(topic.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** By the text. Peers choose topics: with an order, hash tables stay fast when all hashes collide. */
    @Override
    public int compareTo(Topic other) {
        return text.compareTo(other.text);
    }

    /** The text as it travels. */
    @Override
    public String toString() {
        return text;
    }
}
