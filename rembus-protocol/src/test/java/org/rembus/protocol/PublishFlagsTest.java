package org.rembus.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class PublishFlagsTest {
    @ParameterizedTest
    @CsvSource({
        "QOS0,      0x00, AT_MOST_ONCE,  false, false",
        "QOS1,      0x10, AT_LEAST_ONCE, false, true",
        "QOS2,      0x30, EXACTLY_ONCE,  false, true",
        "QOS0_SLOT, 0x40, AT_MOST_ONCE,  true,  true",
        "QOS1_SLOT, 0x50, AT_LEAST_ONCE, true,  true",
        "QOS2_SLOT, 0x70, EXACTLY_ONCE,  true,  true",
    })
    void flags_each_areWhatTheProtocolSays(PublishFlags flags, String bits, QoS qos, boolean hasSlot, boolean hasId) {
        assertThat(flags.bits()).isEqualTo(Integer.decode(bits));
        assertThat(flags.qos()).isEqualTo(qos);
        assertThat(flags.hasSlot()).isEqualTo(hasSlot);
        assertThat(flags.hasId()).isEqualTo(hasId);
        assertThat(PublishFlags.of(qos, hasSlot)).isEqualTo(flags);
    }

    @ParameterizedTest
    @EnumSource
    void parse_bitsOfEachFlags_givesThem(PublishFlags flags) throws ProtocolException {
        assertThat(PublishFlags.parse(flags.bits())).isEqualTo(flags);
    }

    @Test
    void parse_everyOtherCombination_isRefused() {
        for (int bits = 0; bits <= 0xF0; bits += 0x10) {
            if (bits != 0 && bits != 0x10 && bits != 0x30 && bits != 0x40 && bits != 0x50 && bits != 0x70) {
                int each = bits;
                assertThatThrownBy(() -> PublishFlags.parse(each))
                        .isInstanceOf(ProtocolException.class)
                        .hasMessage("publish flags 0x" + Integer.toHexString(each) + " do not exist");
            }
        }
    }

    @Test
    void atMost_twoLevels_isTheLower() {
        assertThat(QoS.EXACTLY_ONCE.atMost(QoS.AT_LEAST_ONCE)).isEqualTo(QoS.AT_LEAST_ONCE);
        assertThat(QoS.AT_MOST_ONCE.atMost(QoS.AT_LEAST_ONCE)).isEqualTo(QoS.AT_MOST_ONCE);
        assertThat(QoS.AT_MOST_ONCE.isAcknowledged()).isFalse();
        assertThat(QoS.AT_LEAST_ONCE.isAcknowledged()).isTrue();
        assertThat(QoS.EXACTLY_ONCE.isAcknowledged()).isTrue();
    }
}
