package org.rembus.broker.transport.translation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.rembus.protocol.Payload;

final class TranslationsTest {
    private final Translations translations = new Translations();

    @Test
    void translatesOnce_samePayloadForSeveralPeers() {
        Payload payload = Payload.ofArguments(1L, "x");
        byte[] text = translations.apply(payload);

        assertThat(translations.apply(payload)).isSameAs(text).asString(UTF_8).isEqualTo("[1,\"x\"]");
    }

    @Test
    void translatesAgain_otherPayloadOrForgotten() {
        Payload payload = Payload.ofArguments(1L);
        byte[] text = translations.apply(payload);

        assertThat(translations.apply(Payload.ofArguments(2L))).asString(UTF_8).isEqualTo("[2]");
        byte[] again = translations.apply(payload);
        assertThat(again).isEqualTo(text).isNotSameAs(text);
        translations.forget();
        assertThat(translations.apply(payload)).isEqualTo(text).isNotSameAs(again);
    }
}
