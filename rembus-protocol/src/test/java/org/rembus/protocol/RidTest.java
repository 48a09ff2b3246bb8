package org.rembus.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RidTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "my component",
                "plant/line1/robot",
                "jl.acme",
                "...",
                "a/.b",
                "a/b.",
                "日本",
                "-",
                "🚀",
                "a\\b"
            })
    void objectionTo_legalName_isEmpty(String name) {
        assertThat(Rid.objectionTo(name)).isEmpty();
        assertThat(Rid.parse(name)).contains(new Rid(name));
        assertThat(new Rid(name)).hasToString(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''        | empty cid",
                "/a        | name with an empty segment",
                "a/        | name with an empty segment",
                "a//b      | name with an empty segment",
                "/         | name with an empty segment",
                ".         | name with a segment .",
                "..        | name with a segment ..",
                "a/../b    | name with a segment ..",
                "./a       | name with a segment .",
                "a/..      | name with a segment ..",
            })
    void objectionTo_illegalName_saysWhy(String name, String objection) {
        assertThat(Rid.objectionTo(name)).isEqualTo(objection);
        assertThat(Rid.parse(name)).isEmpty();
        assertThatThrownBy(() -> new Rid(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(objection);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000", "\n", "a\tb", "\u007F", "\u009F", "\uD800", "x\uDC00y"})
    void objectionTo_characterThatNoNameHas_saysSo(String name) {
        assertThat(Rid.objectionTo(name)).isEqualTo("name with an illegal character");
    }

    @Test
    void objectionTo_longName_countsBytes() {
        assertThat(Rid.objectionTo("x".repeat(255))).isEmpty();
        assertThat(Rid.objectionTo("é".repeat(127) + "x")).isEmpty();
        assertThat(Rid.objectionTo("x".repeat(256))).isEqualTo("name longer than 255 bytes");
        assertThat(Rid.objectionTo("é".repeat(128))).isEqualTo("name longer than 255 bytes");
        assertThat(Rid.objectionTo("x".repeat(10_000_000))).isEqualTo("name longer than 255 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "plain,     .",
        "jl.acme,   acme",
        "a.b.c,     b.c",
        "a/b.c/d,   c/d",
        ".acme,     acme",
        "a.,        .",
        "a..b,      .b",
    })
    void tenant_name_isWhatFollowsTheFirstDot(String name, String tenant) {
        assertThat(new Rid(name).tenant()).isEqualTo(tenant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "__noname__",
                "f81d4fae-7dec-41d0-a765-00a0c91e6bf6",
                "F81D4FAE-7DEC-41D0-B765-00A0C91E6BF6",
                "00000000-0000-4000-8000-000000000000"
            })
    void isAnonymous_randomUuidOrNoName_isTrue(String name) {
        assertThat(new Rid(name).isAnonymous()).isTrue();
        assertThat(new Rid(name).tenant()).isEqualTo(Rid.DEFAULT_TENANT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "__noname",
                "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
                "f81d4fae-7dec-41d0-c765-00a0c91e6bf6",
                "0f81d4fae-7dec-41d0-a765-0a0c91e6bf6",
                "f81d4fae7dec41d0a76500a0c91e6bf6",
                "f81d4fae-7dec-41d0-a765-00a0c91e6bf6.acme",
                "g81d4fae-7dec-41d0-a765-00a0c91e6bf6"
            })
    void isAnonymous_anyOtherName_isFalse(String name) {
        assertThat(new Rid(name).isAnonymous()).isFalse();
    }

    @Test
    void anonymous_anyRandomBits_isAnonymousAndDistinct() {
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            Rid rid = Rid.anonymous(new UUID(random.nextLong(), random.nextLong()));
            assertThat(rid.isAnonymous()).as("%s", rid).isTrue();
            assertThat(rid).isNotEqualTo(Rid.anonymous(new UUID(random.nextLong(), random.nextLong())));
        }
        UUID already = UUID.fromString("f81d4fae-7dec-41d0-a765-00a0c91e6bf6");
        assertThat(Rid.anonymous(already)).hasToString(already.toString());
    }
}
