package org.rembus.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class WindowTest {
    private static final long FOR_EVER_NS = Duration.ofHours(1).toNanos();

    @Test
    void publisher_isAheadByTheWindow_andThenWaitsForTheSlowest() throws Exception {
        Window window = new Window(2, 2, FOR_EVER_NS);
        window.awaitRoom(0);
        window.awaitRoom(1);
        CompletableFuture<Void> third = CompletableFuture.runAsync(() -> window.awaitRoom(2));
        window.onReceived(0, 1);
        assertThat(third).isNotDone();
        window.onReceived(1, 0);
        third.get(30, TimeUnit.SECONDS);
    }

    @Test
    void messages_thatWereLost_doNotCount_whenLaterOnesCame() {
        Window window = new Window(1, 1, FOR_EVER_NS);
        window.onReceived(0, 7);
        window.onReceived(0, 3);
        window.awaitRoom(8);
        window.awaitReceived(7);
    }

    @Test
    void subscriber_thatGetsNothingAnyMore_isNotWaitedFor() {
        Window window = new Window(1, 2, Duration.ofMillis(20).toNanos());
        window.onReceived(0, 0);
        window.awaitRoom(5);
        window.awaitReceived(10);
    }
}
