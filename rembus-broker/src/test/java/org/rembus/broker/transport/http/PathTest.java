package org.rembus.broker.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PathTest {
    private static Path path(String uri) {
        return Path.of(uri).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b, a/b",
        "/a%2Fb, a/b",
        "/a%2fb?c=/d, a/b",
        "/a+b%20c, a+b c",
        "/%C3%A4/%E2%82%AC, ä/€",
        "/a//b/, a//b/",
        "/%2F, /",
        "/a%252Fb, a%2Fb"
    })
    void isTopic_plainOrEscapedSeparators(String uri, String topic) {
        assertThat(path(uri).topic()).isEqualTo(topic);
    }

    @Test
    void hasLevels_onlyPlainSeparatorsSeparateThem() {
        assertThat(path("/expose/a/b%2Fc/site%2fdev").levels()).containsExactly("expose", "a", "b/c", "site/dev");
        assertThat(path("/").levels()).isEmpty();
        assertThat(path("/?a").isRoot()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/expose/add/dev, add, dev",
        "/expose/add/site%2Fdev, add, site/dev",
        "/expose/math/add/dev, math/add, dev",
        "/expose/math%2Fadd/site%2fdev, math/add, site/dev"
    })
    void tellsNameFromTopic_nameIsTheLastLevel(String uri, String topic, String name) {
        assertThat(path(uri).inner()).isEqualTo(topic);
        assertThat(path(uri).last()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "*", "http://localhost/a", "/%", "/a%2", "/%zz", "/%-1", "/%ff", "/%C3/%A4", "/%C0%AF"})
    void isNone_badEscapesOrNoSlash(String uri) {
        assertThat(Path.of(uri)).isEmpty();
    }
}
