package org.rembus.broker.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rembus.protocol.framing.ByteBudget;

final class DeadlinesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration MOMENT = Duration.ofMillis(1);

    @AutoClose("finishAndReleaseAll")
    private final EmbeddedChannel channel = new EmbeddedChannel();

    private final Deadlines deadlines = new Deadlines(channel.eventLoop(), PATIENCE);
    private final RequestBody body = new RequestBody(1_000_000, ByteBudget.UNLIMITED);
    private final List<String> events = new ArrayList<>();
    private boolean isHeld;

    @BeforeEach
    void stopTheClock() {
        channel.freezeTime();
    }

    private void pass(Duration time) {
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
    }

    private void awaitBody() {
        deadlines.awaitBody(body, () -> isHeld, () -> events.add("stalled"));
    }

    private void receive(int bytes) {
        assertThat(body.add(Unpooled.wrappedBuffer(new byte[bytes]))).isEqualTo(RequestBody.Room.TAKEN);
    }

    @Test
    void request_thatDoesNotCome_isWaitedForOnce() {
        deadlines.awaitRequest(() -> events.add("idle"));
        pass(Deadlines.IDLE.minus(MOMENT));
        deadlines.awaitRequest(() -> events.add("idle again"));
        assertThat(events).isEmpty();
        pass(MOMENT);
        assertThat(events).containsExactly("idle");
    }

    @Test
    void request_thatBegins_endsTheWaiting() {
        deadlines.awaitRequest(() -> events.add("idle"));
        awaitBody();
        deadlines.cancel();
        pass(Deadlines.IDLE);
        assertThat(events).isEmpty();
    }

    @Test
    void body_thatGoesOn_isWaitedFor_untilItDoesNot() {
        awaitBody();
        receive(5000);
        pass(PATIENCE);
        receive(5000);
        pass(PATIENCE);
        assertThat(events).isEmpty();
        receive(100);
        pass(PATIENCE);
        assertThat(events).containsExactly("stalled");
    }

    @Test
    void body_whileNothingIsRead_isWaitedFor() {
        awaitBody();
        isHeld = true;
        pass(PATIENCE);
        assertThat(events).isEmpty();
        isHeld = false;
        pass(PATIENCE);
        assertThat(events).containsExactly("stalled");
    }

    @Test
    void body_thatIsWhole_isNotWaitedFor_andTheNextHasItsOwnTime() {
        awaitBody();
        receive(5000);
        deadlines.cancel();
        body.drop();
        pass(PATIENCE.minus(MOMENT));
        awaitBody();
        pass(PATIENCE.minus(MOMENT));
        assertThat(events).isEmpty();
        pass(MOMENT);
        assertThat(events).containsExactly("stalled");
    }
}
