package org.rembus.broker.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

final class AdmissionTest {
    private final Admission admission = new Admission(2, 3);

    private Channel begun() {
        Channel channel = new EmbeddedChannel();
        assertThat(admission.begin(channel)).isNull();
        return channel;
    }

    @Test
    void admitsNoMoreThanThereMayBe_untilOneCloses() {
        Channel first = begun();
        Channel second = begun();
        Channel third = begun();
        assertThat(admission.admit(first)).isTrue();
        assertThat(admission.admit(second)).isTrue();
        assertThat(admission.admit(third)).isFalse();
        assertThat(admission.admitted()).isEqualTo(2);
        first.close();
        assertThat(admission.admit(third)).isTrue();
        assertThat(admission.admitted()).isEqualTo(2);
    }

    @Test
    void letsTheOldestGo_tooManyHandshakes() {
        Channel first = begun();
        Channel second = begun();
        Channel third = begun();
        assertThat(admission.begin(new EmbeddedChannel())).isSameAs(first);
        assertThat(admission.admit(second)).isTrue();
        third.close();
        begun();
        begun();
        assertThat(admission.begin(new EmbeddedChannel())).isNotIn(first, second, third);
    }
}
