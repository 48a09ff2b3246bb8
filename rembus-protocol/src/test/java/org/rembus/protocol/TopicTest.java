package org.rembus.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TopicTest {
    @Test
    void levels_topicWithEmptyLevels_countsThem() {
        assertThat(Topic.of("sensor/kitchen/temperature").levels()).containsExactly("sensor", "kitchen", "temperature");
        assertThat(Topic.of("alone").levels()).containsExactly("alone");
        assertThat(Topic.of("/a//b/").levels()).containsExactly("", "a", "", "b", "");
        assertThat(Topic.of("/").levels()).containsExactly("", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "**", "a/*", "*/a", "a/**/b", "/*", "**/"})
    void isPattern_wildcardAsAWholeLevel_isTrue(String text) {
        assertThat(Topic.of(text).isPattern()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo*", "*foo", "a/b*/c", "***", "a/***", "* ", "@*", "a/@**", "+", "#", "a.b"})
    void isPattern_anythingElse_isFalse(String text) {
        assertThat(Topic.of(text).isPattern()).isFalse();
    }

    @Test
    void levelKinds_eachLevel_areToldApart() {
        assertThat(Topic.isOneLevel("*")).isTrue();
        assertThat(Topic.isOneLevel("**")).isFalse();
        assertThat(Topic.isAnyLevels("**")).isTrue();
        assertThat(Topic.isAnyLevels("*")).isFalse();
        assertThat(Topic.isVerbatim("@b")).isTrue();
        assertThat(Topic.isVerbatim("some@where")).isTrue();
        assertThat(Topic.isVerbatim("b")).isFalse();
    }

    @Test
    void parse_lengthInBytes_isLimited() {
        assertThat(Topic.parse("x".repeat(1024))).isPresent();
        assertThat(Topic.parse("x".repeat(1025))).isEmpty();
        assertThat(Topic.parse("é".repeat(512))).isPresent();
        assertThat(Topic.parse("é".repeat(512) + "x")).isEmpty();
        assertThat(Topic.parse("日".repeat(341) + "x")).isPresent();
        assertThat(Topic.parse("日".repeat(342))).isEmpty();
        assertThat(Topic.parse("🚀".repeat(256))).isPresent();
        assertThat(Topic.parse("🚀".repeat(256) + "x")).isEmpty();
    }

    @Test
    void parse_levels_areLimited() {
        assertThat(Topic.parse("/".repeat(127))).isPresent();
        assertThat(Topic.parse("/".repeat(128))).isEmpty();
        assertThat(Topic.parse("a/".repeat(127) + "**")).isPresent();
        assertThat(Topic.parse("a/".repeat(128) + "**")).isEmpty();
    }

    @Test
    void objectionTo_eachKindOfIllegalText_saysWhy() {
        assertThat(Topic.objectionTo("a/b", 3)).isEmpty();
        assertThat(Topic.objectionTo("", 10)).isEqualTo("it is empty");
        assertThat(Topic.objectionTo("a/bc", 3)).isEqualTo("it has more than 3 bytes");
        assertThat(Topic.objectionTo("a\nb", 10)).isEqualTo("it has an illegal character");
        assertThat(Topic.objectionTo("/".repeat(128), 1024)).isEqualTo("it has more than 128 levels");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a\nb", "\u0000", "a\u007Fb", "a\u0085", "\uD83D", "a\uDE80", "\uDE80\uD83D", "\uD83Dx"})
    void parse_textThatIsNoTopic_isEmpty(String text) {
        assertThat(Topic.parse(text)).isEmpty();
        assertThatThrownBy(() -> Topic.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "caffè/日本", "a b", "🚀", "..", "a?b#c", "\"'\\", "\u00A0", "\u2028"})
    void parse_anyOtherText_isATopicWithThatText(String text) {
        assertThat(Topic.parse(text)).map(Topic::toString).contains(text);
    }

    @Test
    void equals_sameText_isTrue() {
        assertThat(Topic.of("a/b")).isEqualTo(Topic.of("a/b")).hasSameHashCodeAs(Topic.of("a/b"));
        assertThat(Topic.of("a/b")).isNotEqualTo(Topic.of("a/b/"));
        assertThat(List.of(Topic.of("b"), Topic.of("a/"), Topic.of("a")).stream()
                        .sorted())
                .containsExactly(Topic.of("a"), Topic.of("a/"), Topic.of("b"));
    }
}
