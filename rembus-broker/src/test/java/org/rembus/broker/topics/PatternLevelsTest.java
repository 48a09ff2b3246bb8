package org.rembus.broker.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.rembus.protocol.Topic;

final class PatternLevelsTest {
    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    /** Few names of levels, so that as many patterns as can be match. */
    @ParameterizedTest
    @MethodSource("seeds")
    void count_anyPatterns_isWhatASearchCostsAtMost(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Set<String> patterns = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            patterns.add(join(List.of("a", "b", "c", "*", "*", "**"), random));
        }
        TopicTrie<String> trie = new TopicTrie<>();
        PatternLevels levels = new PatternLevels();
        patterns.forEach(pattern -> trie.add(Topic.of(pattern), pattern));
        patterns.forEach(levels::add);

        for (int i = 0; i < 50; i++) {
            Topic topic = Topic.of(join(List.of("a", "b"), random));
            int ownLevels = topic.levels().size() + 1;
            assertThat(trie.match(topic, found -> {}))
                    .as("seed %d, topic %s, patterns %s", seed, topic, patterns)
                    .isLessThanOrEqualTo(ownLevels + levels.count());
        }
        patterns.forEach(levels::remove);
        assertThat(levels.count()).isZero();
    }

    /** Of one form, and all in one topic: what a search comes to grows with their number. */
    @Test
    void count_patternsThatTakeManyWaysOfOneTopic_isWhatASearchCostsAtMost() {
        TopicTrie<String> trie = new TopicTrie<>();
        PatternLevels levels = new PatternLevels();
        for (int last = 0; last < 30; last++) {
            for (int first = 0; first < last; first++) {
                String pattern = "**/" + first + "/**/" + last;
                trie.add(Topic.of(pattern), pattern);
                levels.add(pattern);
            }
        }
        Topic all = Topic.of(IntStream.range(0, 30).mapToObj(String::valueOf).collect(Collectors.joining("/")));

        assertThat(trie.match(all, found -> {}))
                .isBetween(30 * 29 / 2, all.levels().size() + 1 + levels.count());
    }

    private static String join(List<String> levels, SplittableRandom random) {
        return random.ints(random.nextInt(1, 8), 0, levels.size())
                .mapToObj(levels::get)
                .collect(Collectors.joining("/"));
    }

    @ParameterizedTest
    @CsvSource({
        "a/b, 0",
        "a/b**/*c, 0",
        "'', 0",
        "*, 1",
        "site/1/*, 1",
        "site/1/**, 1",
        "site/*/a/b, 3",
        "**/a, 2",
        "a/**/b/**, 3",
        "**/**, 2"
    })
    void count_onePattern_isItsLevelsFromTheFirstWildcardOn(String topic, int expected) {
        PatternLevels levels = new PatternLevels();
        assertThat(levels.moreWith(List.of(topic))).isEqualTo(expected);
        levels.add(topic);
        assertThat(levels.count()).isEqualTo(expected);
        levels.remove(topic);
        assertThat(levels.count()).isZero();
    }

    @Test
    void count_patternsThatDifferInPlainLevels_isThatOfOneUnlessALevelComesBehindAnyLevels() {
        PatternLevels levels = new PatternLevels();
        IntStream.range(0, 1000).forEach(i -> levels.add("site/" + i + "/**"));
        IntStream.range(0, 1000).forEach(i -> levels.add("*/" + i + "/x"));
        assertThat(levels.count()).isEqualTo(1 + 3);
        assertThat(levels.moreWith(List.of("site/new/**", "*/new/y"))).isZero();

        IntStream.range(0, 10).forEach(i -> levels.add("**/" + i));
        assertThat(levels.count()).isEqualTo(1 + 3 + 20);
        assertThat(levels.moreWith(List.of("**/x", "**/y", "a/*", "b/*"))).isEqualTo(2 + 2 + 1);
    }

    @Test
    void remove_oneOfTwoThatCountOnce_leavesTheOther() {
        PatternLevels levels = new PatternLevels();
        levels.add("a/*");
        levels.add("b/*");
        levels.remove("a/*");
        assertThat(levels.count()).isEqualTo(1);
        levels.remove("b/*");
        assertThat(levels.count()).isZero();
    }
}
