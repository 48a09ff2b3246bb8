package org.rembus.broker.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rembus.protocol.Topic;

final class TopicRulesTest {

    private static TopicRules<String> rules(List<String> patterns) {
        Map<Topic, String> rules = new LinkedHashMap<>();
        patterns.forEach(pattern -> rules.put(Topic.of(pattern), pattern));
        return TopicRules.of(rules);
    }

    @ParameterizedTest
    @CsvSource({
        "a/b/c,   ** a/** a/b/c a/*/c,   a/b/c",
        "a/x/c,   ** a/** a/b/c a/*/c,   a/*/c",
        "a/x/y,   ** a/** a/b/c a/*/c,   a/**",
        "z,       ** a/**,               **",
        "a/b/c,   a/*/c a/b/**,          a/b/**",
        "a/b/c,   */b/c a/**,            a/**",
        "a/b,     a/** a/**/b,           a/**/b",
        "x/a/b,   **/b **/a/b,           **/a/b",
        "a,       a a/**,                a",
        "x/b,     */b */b/**,            */b",
        "a/b,     a/b/** a/*,            a/b/**",
        "b,       a a/**,                -",
        "a/@b,    a/*,                   -",
        "a/@b,    a/* a/@b,              a/@b"
    })
    void find_severalMatch_isTheMostSpecificInWhateverOrder(String topic, String patterns, String expected) {
        List<String> given = Arrays.asList(patterns.split(" "));
        assertThat(rules(given).find(topic).orElse("-")).isEqualTo(expected);
        assertThat(new TopicRules.Lookup<>(rules(given), "-").of(topic)).isEqualTo(expected);
        Collections.reverse(given);
        assertThat(rules(given).find(topic).orElse("-")).isEqualTo(expected);
    }

    @Test
    void lookup_moreTopicsThanItRemembers_findsTheSame() {
        TopicRules.Lookup<String> lookup = new TopicRules.Lookup<>(rules(List.of("even/**", "odd/**")), "-");
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 20_000; i++) {
                String kind = i % 2 == 0 ? "even" : "odd";
                assertThat(lookup.of(kind + "/" + i)).isEqualTo(kind + "/**");
            }
        }
        assertThat(lookup.of("other")).isEqualTo("-");
    }

    @Test
    void lookup_withoutRules_isTheOther() {
        assertThat(new TopicRules.Lookup<>(TopicRules.none(), "-").of("a")).isEqualTo("-");
    }

    @Test
    void map_otherValues_keepsOrderAndPatterns() {
        TopicRules<Integer> lengths = rules(List.of("a/**", "a/b")).map(String::length);

        assertThat(lengths.all())
                .containsExactly(new TopicRules.Rule<>(Topic.of("a/b"), 3), new TopicRules.Rule<>(Topic.of("a/**"), 4));
    }
}
