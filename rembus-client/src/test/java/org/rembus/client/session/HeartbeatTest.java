package org.rembus.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rembus.client.session.Heartbeat.Verdict.ALIVE;
import static org.rembus.client.session.Heartbeat.Verdict.DEAD;
import static org.rembus.client.session.Heartbeat.Verdict.PING;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.rembus.client.ManualClock;

final class HeartbeatTest {
    private final ManualClock clock = new ManualClock();
    private final Heartbeat heartbeat = new Heartbeat(Duration.ofSeconds(30).toNanos());

    @Test
    void peerIsPinged_silentForTheInterval_once() {
        heartbeat.onHeard(now());
        clock.advance(Duration.ofSeconds(29));
        assertThat(heartbeat.check(now())).isEqualTo(ALIVE);
        assertThat(heartbeat.nextCheckNs())
                .isEqualTo(now() + Duration.ofSeconds(1).toNanos());

        clock.advance(Duration.ofSeconds(1));

        assertThat(heartbeat.check(now())).isEqualTo(PING);
        assertThat(heartbeat.check(now())).isEqualTo(ALIVE);
    }

    @Test
    void peerIsDead_stillSilentAfterThePing_twentySecondsLater() {
        heartbeat.onHeard(now());
        clock.advance(Duration.ofSeconds(30));
        heartbeat.check(now());
        clock.advance(Duration.ofMillis(19_999));
        assertThat(heartbeat.check(now())).isEqualTo(ALIVE);

        clock.advance(Duration.ofMillis(1));

        assertThat(heartbeat.check(now())).isEqualTo(DEAD);
    }

    @Test
    void peerLives_heardAfterThePing_whateverItSaid() {
        heartbeat.onHeard(now());
        clock.advance(Duration.ofSeconds(30));
        heartbeat.check(now());
        clock.advance(Duration.ofSeconds(10));
        heartbeat.onHeard(now());
        clock.advance(Duration.ofSeconds(15));

        assertThat(heartbeat.check(now())).isEqualTo(ALIVE);
    }

    @Test
    void nothingHappens_intervalZero_ever() {
        Heartbeat never = new Heartbeat(0);
        never.onHeard(now());
        clock.advance(Duration.ofDays(1));

        assertThat(never.check(now())).isEqualTo(ALIVE);
        assertThat(never.nextCheckNs()).isEqualTo(Long.MAX_VALUE);
    }

    private long now() {
        return clock.getAsLong();
    }
}
