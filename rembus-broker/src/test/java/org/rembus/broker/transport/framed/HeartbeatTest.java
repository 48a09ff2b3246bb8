package org.rembus.broker.transport.framed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.rembus.broker.transport.framed.Heartbeat.Verdict;

final class HeartbeatTest {
    /** Shortly before the clock wraps around. */
    private static final long START = Long.valueOf(Long.MAX_VALUE - 50);

    private final Heartbeat heartbeat = new Heartbeat(100, START);

    @Test
    void pingsOnceAnInterval_peerIsHeard() {
        assertThat(heartbeat.check(START + 99, START)).isEqualTo(Verdict.WAIT);
        assertThat(heartbeat.check(START + 100, START)).isEqualTo(Verdict.PING);
        assertThat(heartbeat.check(START + 101, START + 101)).isEqualTo(Verdict.WAIT);
        assertThat(heartbeat.check(START + 205, START + 101)).isEqualTo(Verdict.PING);
    }

    @Test
    void givesUpAfterTwoIntervals_peerIsSilent() {
        assertThat(heartbeat.check(START + 150, START)).isEqualTo(Verdict.PING);
        assertThat(heartbeat.check(START + 199, START)).isEqualTo(Verdict.WAIT);
        assertThat(heartbeat.check(START + 200, START)).isEqualTo(Verdict.GIVE_UP);
    }

    @Test
    void pingsBeforeItGivesUp_nobodyLookedForLong() {
        assertThat(heartbeat.check(START + 1000, START)).isEqualTo(Verdict.PING);
        assertThat(heartbeat.delayNs(START + 1000, START)).isEqualTo(50);
        assertThat(heartbeat.check(START + 1049, START)).isEqualTo(Verdict.WAIT);
        assertThat(heartbeat.check(START + 1050, START)).isEqualTo(Verdict.GIVE_UP);
    }

    @Test
    void startsAnew_peerAnswersItsPing() {
        assertThat(heartbeat.check(START + 1000, START)).isEqualTo(Verdict.PING);
        assertThat(heartbeat.check(START + 1050, START + 1010)).isEqualTo(Verdict.WAIT);
        assertThat(heartbeat.delayNs(START + 1050, START + 1010)).isEqualTo(50);
        assertThat(heartbeat.check(START + 1100, START + 1010)).isEqualTo(Verdict.PING);
        assertThat(heartbeat.check(START + 1209, START + 1010)).isEqualTo(Verdict.PING);
        assertThat(heartbeat.check(START + 1210, START + 1010)).isEqualTo(Verdict.GIVE_UP);
    }

    @Test
    void comesBackForWhateverIsFirst_pingOrEnd() {
        assertThat(heartbeat.delayNs(START + 30, START)).isEqualTo(70);
        heartbeat.check(START + 150, START);
        assertThat(heartbeat.delayNs(START + 150, START)).isEqualTo(50);
        assertThat(heartbeat.delayNs(START + 150, START + 140)).isEqualTo(100);
        assertThat(heartbeat.delayNs(START + 500, START)).isEqualTo(1);
    }
}
