package org.rembus.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class WaitingRoomTest {
    private static final Duration LONG = Duration.ofDays(1);

    private final AtomicBoolean isOpen = new AtomicBoolean();
    private final WaitingRoom room = new WaitingRoom(isOpen::get);
    private final List<String> begun = new ArrayList<>();

    private CompletableFuture<String> begin(String what, int bytes, Duration patience) {
        return room.begin(new WaitingRoom.Entry(About.topic(what), bytes, patience, Runnable::run), left -> {
            begun.add(what);
            return CompletableFuture.completedFuture(what);
        });
    }

    @Test
    void begin_closed_waitsForItsTurn() {
        CompletableFuture<String> first = begin("first", 1, LONG);
        CompletableFuture<String> second = begin("second", 1, LONG);
        assertThat(begun).isEmpty();

        isOpen.set(true);
        CompletableFuture<String> third = begin("third", 1, LONG);
        assertThat(begun).containsExactly("first", "second", "third");
        assertThat(List.of(first, second, third)).allMatch(CompletableFuture::isDone);
    }

    @Test
    void begin_full_isRefused_untilSomebodyLeaves() {
        CompletableFuture<String> large = begin("large", 16 << 20, LONG);
        assertThat(begin("refused", 1, LONG).exceptionNow()).isInstanceOf(OverloadedException.class);

        large.cancel(false);
        assertThat(begin("small", 1, LONG)).isNotDone();
        isOpen.set(true);
        room.open();
        assertThat(begun).containsExactly("small");
    }

    @Test
    void begin_patienceOver_failsAndIsNotBegunLater() {
        CompletableFuture<String> late = begin("late", 1, Duration.ofMillis(1));
        assertThat(late)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(NotConnectedException.class);

        isOpen.set(true);
        room.open();
        assertThat(begun).isEmpty();
    }
}
