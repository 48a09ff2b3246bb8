package org.rembus.broker.topics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.rembus.protocol.Topic;

/**
 * What holds for topics, by pattern. One rule holds for a topic: the most specific whose pattern matches it. That is
 * decided level by level, from the left: a literal is more specific than the end of the pattern, that than {@code *}, and
 * that than {@code **}. Immutable.
 */
public final class TopicRules<R> {
    private static final TopicRules<?> NONE = new TopicRules<>(List.of(), new TopicTrie<>());

    private static final Comparator<Topic> MOST_SPECIFIC_FIRST =
            ((Comparator<Topic>) TopicRules::byLevels).thenComparing(Comparator.naturalOrder());

    private final List<Rule<R>> rules;
    /** Where the rules stand among all, by their patterns. */
    private final TopicTrie<Integer> places;

    private TopicRules(List<Rule<R>> rules, TopicTrie<Integer> places) {
        this.rules = List.copyOf(rules);
        this.places = places;
    }

    /** One of them. */
    public record Rule<R>(Topic pattern, R value) {}

    /** No rules. */
    @SuppressWarnings("unchecked") // it holds nothing
    public static <R> TopicRules<R> none() {
        return (TopicRules<R>) NONE;
    }

    /** These, in whatever order. */
    public static <R> TopicRules<R> of(Map<Topic, R> byPattern) {
        List<Rule<R>> rules = new ArrayList<>();
        byPattern.forEach((pattern, value) -> rules.add(new Rule<>(pattern, value)));
        rules.sort(Comparator.comparing(Rule::pattern, MOST_SPECIFIC_FIRST));
        TopicTrie<Integer> places = new TopicTrie<>();
        for (int place = 0; place < rules.size(); place++) {
            places.add(rules.get(place).pattern(), place);
        }
        return new TopicRules<>(rules, places);
    }

    private static int byLevels(Topic one, Topic other) {
        int longer = Math.max(one.levels().size(), other.levels().size());
        for (int i = 0; i < longer; i++) {
            int difference = width(one.levels(), i) - width(other.levels(), i);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    /** How much a pattern leaves open at one level. */
    private static int width(List<String> levels, int level) {
        if (level >= levels.size()) {
            return 1;
        }
        if (Topic.isAnyLevels(levels.get(level))) {
            return 3;
        }
        return Topic.isOneLevel(levels.get(level)) ? 2 : 0;
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** All of them, the most specific first. */
    public List<Rule<R>> all() {
        return rules;
    }

    /** The same patterns with other values. */
    public <S> TopicRules<S> map(Function<R, S> change) {
        List<Rule<S>> changed = new ArrayList<>();
        rules.forEach(rule -> changed.add(new Rule<>(rule.pattern(), change.apply(rule.value()))));
        return new TopicRules<>(changed, places);
    }

    /** What holds for this topic; empty when no rule does. */
    public Optional<R> find(String topic) {
        int[] first = {rules.size()};
        places.match(Topic.levelsOf(topic), place -> first[0] = Math.min(first[0], place));
        return first[0] == rules.size()
                ? Optional.empty()
                : Optional.of(rules.get(first[0]).value());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TopicRules<?> that && rules.equals(that.rules);
    }

    @Override
    public int hashCode() {
        return rules.hashCode();
    }

    @Override
    public String toString() {
        return rules.toString();
    }

    /** Remembers what holds for the topics that were asked for lately. For one thread. */
    public static final class Lookup<R> {
        private final TopicRules<R> rules;
        private final R otherwise;
        private final TopicMemo<R> found = new TopicMemo<>();

        /** @param otherwise what holds where no rule does */
        public Lookup(TopicRules<R> rules, R otherwise) {
            this.rules = rules;
            this.otherwise = otherwise;
        }

        public R of(String topic) {
            return rules.isEmpty()
                    ? otherwise
                    : found.of(topic, text -> rules.find(text).orElse(otherwise));
        }
    }
}
