package org.rembus.broker.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rembus.protocol.Topic;

final class TopicTrieTest {
    private static final List<String> LEVELS = List.of("a", "b", "", "@v", "x@y", "a*");
    private static final List<String> PATTERN_LEVELS = List.of("a", "b", "", "@v", "x@y", "a*", "*", "*", "**", "**");

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void match_randomTopicsAndPatterns_agreesWithTheTopicsThemselves(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TopicTrie<String> trie = new TopicTrie<>();
        List<Topic> patterns = new ArrayList<>();
        for (int i = random.nextInt(1, 40); i > 0; i--) {
            patterns.add(random(PATTERN_LEVELS, random));
        }
        patterns.forEach(pattern -> trie.add(pattern, pattern.toString()));

        while (!patterns.isEmpty()) {
            for (int i = 0; i < 20; i++) {
                Topic topic = random(LEVELS, random);
                List<String> found = new ArrayList<>();
                trie.match(topic, found::add);
                assertThat(found)
                        .as("seed %d, topic %s", seed, topic)
                        .doesNotHaveDuplicates()
                        .containsExactlyInAnyOrderElementsOf(matching(patterns, topic));
            }
            Topic removed = patterns.get(random.nextInt(patterns.size()));
            patterns.removeIf(removed::equals);
            trie.remove(removed, removed.toString());
            trie.remove(random(PATTERN_LEVELS, random), "never added");
        }
        assertThat(trie.isEmpty()).isTrue();
    }

    private static Set<String> matching(List<Topic> patterns, Topic topic) {
        Set<String> matching = new HashSet<>();
        for (Topic pattern : patterns) {
            boolean matches = pattern.matches(topic.toString());
            assertThat(matches)
                    .as("%s matches %s", pattern, topic)
                    .isEqualTo(asRegularExpression(pattern).matcher(topic + "/").matches());
            if (matches) {
                matching.add(pattern.toString());
            }
        }
        return matching;
    }

    /** Says the same as PROTOCOL.md section 9, another way: each level with a slash behind it. */
    private static Pattern asRegularExpression(Topic pattern) {
        return Pattern.compile(pattern.levels().stream()
                .map(level -> switch (level) {
                    case "*" -> "[^/@]*/";
                    case "**" -> "([^/@]*/)*";
                    default -> Pattern.quote(level + "/");
                })
                .collect(Collectors.joining()));
    }

    private static Topic random(List<String> levels, SplittableRandom random) {
        String text = IntStream.range(0, random.nextInt(1, 6))
                .mapToObj(i -> levels.get(random.nextInt(levels.size())))
                .collect(Collectors.joining("/"));
        return Topic.parse(text).orElse(Topic.of("a"));
    }

    @Test
    void remove_oneOfTwoAtAPattern_leavesTheOther() {
        TopicTrie<String> trie = new TopicTrie<>();
        trie.add(Topic.of("a/**/b"), "one");
        trie.add(Topic.of("a/**/b"), "two");
        trie.remove(Topic.of("a/**/b"), "one");
        List<String> found = new ArrayList<>();
        trie.match(Topic.of("a/b"), found::add);

        assertThat(found).containsExactly("two");
        assertThat(trie.isEmpty()).isFalse();
    }

    @Test
    void match_hostilePatterns_staysCheap() {
        TopicTrie<String> trie = new TopicTrie<>();
        List<Topic> patterns = new ArrayList<>();
        for (String end : List.of("x", "y", "a", "**", "*")) {
            patterns.add(Topic.of("**/".repeat(127) + end));
            patterns.add(Topic.of("**/a/".repeat(63) + end));
            patterns.add(Topic.of("**/*/".repeat(63) + end));
            patterns.add(Topic.of("*/**/a/**/".repeat(31) + end));
        }
        patterns.forEach(pattern -> trie.add(pattern, pattern.toString()));
        Topic topic = Topic.of("a/".repeat(127) + "z");

        // a search that tries every way would not end in the age of the universe
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (int i = 0; i < 20; i++) {
                Set<String> found = new HashSet<>();
                trie.match(topic, found::add);
                assertThat(found).hasSizeGreaterThan(2);
                for (Topic pattern : patterns) {
                    assertThat(pattern.matches(topic.toString())).isEqualTo(found.contains(pattern.toString()));
                }
            }
        });
    }

    @Test
    void match_thousandsOfDeepPatterns_visitsEachNodeOnceAtMost() {
        TopicTrie<Integer> trie = new TopicTrie<>();
        SplittableRandom random = new SplittableRandom(1);
        Set<String> nodes = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            List<String> levels =
                    random.ints(60, 0, 3).mapToObj(List.of("**", "*", "a")::get).toList();
            for (int depth = 0; depth <= levels.size(); depth++) {
                nodes.add(String.join("/", levels.subList(0, depth)));
            }
            trie.add(Topic.of(String.join("/", levels)), i);
        }
        Topic topic = Topic.of("a/".repeat(63) + "a");
        List<Integer> found = new ArrayList<>();
        int visits = trie.match(topic, found::add);

        assertThat(found).hasSizeGreaterThan(100);
        assertThat(visits).isBetween(nodes.size() / 2, nodes.size());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void match_longTopicsAndPatterns_agreesWithTheTopicsThemselves(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Topic topic = Topic.of(join(List.of("a", "a", "a", "a", "b", "@v"), random.nextInt(100, 129), random));
        TopicTrie<String> trie = new TopicTrie<>();
        List<Topic> patterns = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            patterns.add(Topic.of(hiding(topic.levels(), random)));
        }
        patterns.forEach(pattern -> trie.add(pattern, pattern.toString()));
        Set<String> found = new HashSet<>();
        trie.match(topic, found::add);

        for (Topic pattern : patterns) {
            assertThat(found.contains(pattern.toString()))
                    .as("seed %d: %s of %s", seed, topic, pattern)
                    .isEqualTo(pattern.matches(topic.toString()));
        }
    }

    private static String join(List<String> levels, int count, SplittableRandom random) {
        return random.ints(count, 0, levels.size()).mapToObj(levels::get).collect(Collectors.joining("/"));
    }

    /** The topic with runs of its levels hidden by wildcards; sometimes one is hidden by too few, or should not be. */
    private static String hiding(List<String> levels, SplittableRandom random) {
        List<String> pattern = new ArrayList<>();
        for (int i = 0; i < levels.size(); ) {
            int run = random.nextInt(1, 80);
            List<String> hidden = levels.subList(i, Math.min(levels.size(), i + run));
            int verbatim = hidden.indexOf("@v");
            int covered = verbatim < 0 || random.nextInt(40) == 0 ? hidden.size() : verbatim;
            switch (random.nextInt(3)) {
                case 0 -> pattern.addAll(hidden.subList(0, covered));
                case 1 -> hidden.subList(0, covered).forEach(level -> pattern.add("*"));
                default -> pattern.add("**");
            }
            i += covered;
            if (covered < hidden.size()) {
                pattern.add(levels.get(i));
                i++;
            }
        }
        if (random.nextInt(6) == 0) {
            pattern.remove(random.nextInt(pattern.size()));
        }
        return pattern.isEmpty() ? "**" : String.join("/", pattern.subList(0, Math.min(pattern.size(), 128)));
    }

    @Test
    void add_deepestPatterns_needsNoDeepStack() {
        TopicTrie<String> trie = new TopicTrie<>();
        Topic deep = Topic.of("/".repeat(127));
        Thread small = new Thread(
                null,
                () -> {
                    trie.add(deep, "deep");
                    trie.forEach(value -> {});
                    trie.match(deep, value -> {});
                    trie.remove(deep, "deep");
                },
                "small stack",
                256 * 1024);
        assertThatCode(() -> {
                    small.start();
                    small.join();
                })
                .doesNotThrowAnyException();

        assertThat(trie.isEmpty()).isTrue();
    }
}
