package org.rembus.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExtensionsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nack, events",
                "events,nack",
                "  NACK ,\tEvents ",
                "nack, teleport, events;level=3, events",
                "nack,,events,"
            })
    void header_readLeniently_hasWhatIsKnown(String value) {
        assertThat(Extensions.parse(List.of(value))).isEqualTo(Extensions.of(Extension.NACK, Extension.EVENTS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "nacks", "nack events", "\u0000", "nack;q=1"})
    void header_nothingKnownInIt_isNone(String value) {
        assertThat(Extensions.parse(List.of(value))).isEqualTo(Extensions.NONE);
        assertThat(Extensions.parse(List.of(value)).isEmpty()).isTrue();
    }

    @Test
    void header_severalLines_countTogether() {
        assertThat(Extensions.parse(List.of("nack", "trace, x")))
                .isEqualTo(Extensions.of(Extension.TRACE, Extension.NACK));
        assertThat(Extensions.parse(List.of())).isEqualTo(Extensions.NONE);
    }

    @Test
    void written_readAgain_isTheSame() {
        Extensions all = Extensions.of(Extension.values());

        assertThat(all).hasToString("nack, trace, events");
        assertThat(Extensions.parse(List.of(all.toString()))).isEqualTo(all);
    }

    @Test
    void and_ofTwo_isWhatBothHave() {
        Extensions offered = Extensions.of(Extension.NACK, Extension.TRACE);

        assertThat(offered.and(Extensions.of(Extension.NACK, Extension.EVENTS)))
                .isEqualTo(Extensions.of(Extension.NACK));
        assertThat(offered.and(Extensions.NONE)).isEqualTo(Extensions.NONE);
        assertThat(offered.has(Extension.EVENTS)).isFalse();
    }
}
