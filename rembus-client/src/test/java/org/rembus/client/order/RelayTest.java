package org.rembus.client.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RelayTest {
    private final Deque<Runnable> handed = new ArrayDeque<>();
    private final Deque<Runnable> timers = new ArrayDeque<>();
    private final List<Integer> ran = new ArrayList<>();
    private final Relay relay = new Relay(handed::add, (delayNs, task) -> timers.add(task));

    private void add(int... numbers) {
        for (int number : numbers) {
            relay.execute(() -> ran.add(number));
        }
    }

    @Test
    void manyTasks_areOneOfTheExecutor_inOrder() {
        add(1, 2, 3);
        assertThat(handed).hasSize(1);
        handed.remove().run();
        assertThat(ran).containsExactly(1, 2, 3);
    }

    @Test
    void taskThatComesLater_isHandedOverAgain() {
        add(1);
        handed.remove().run();
        add(2);
        handed.remove().run();
        assertThat(ran).containsExactly(1, 2);
    }

    @Test
    void singleTask_needsNoTimer() {
        add(1);
        assertThat(timers).isEmpty();
    }

    @Test
    void tasksThatWaitForTheExecutor_areLeftTogether() {
        add(1, 2, 3);
        timers.remove().run();
        assertThat(handed).hasSize(1);
        assertThat(timers).hasSize(1);
    }

    @Test
    void taskThatTakesLong_holdsUpNoneBehindIt() {
        relay.execute(() -> {
            add(1, 2);
            timers.remove().run();
            while (!handed.isEmpty()) {
                handed.remove().run();
            }
            ran.add(3);
        });
        handed.remove().run();
        assertThat(ran).containsExactly(1, 2, 3);
    }

    @Test
    void tasksThatGetOn_areLeftTogether() {
        relay.execute(() -> add(1, 2));
        relay.execute(() -> {
            timers.remove().run();
            assertThat(handed).isEmpty();
        });
        handed.remove().run();
        assertThat(ran).containsExactly(1, 2);
    }

    @Test
    void taskThatWaitsForOneBehindIt_goesOn() throws Exception {
        Relay real = new Relay(
                task -> Thread.ofVirtual().start(task),
                (delayNs, task) -> CompletableFuture.runAsync(
                        task, CompletableFuture.delayedExecutor(delayNs, TimeUnit.NANOSECONDS)));
        CountDownLatch second = new CountDownLatch(1);
        CompletableFuture<Void> first = new CompletableFuture<>();
        real.execute(() -> {
            try {
                second.await();
                first.complete(null);
            } catch (InterruptedException e) {
                first.completeExceptionally(e);
            }
        });
        real.execute(second::countDown);
        first.get();
    }

    @Test
    void executorThatTakesNothing_taskRunsAtOnce() {
        Relay late = new Relay(
                task -> {
                    throw new RejectedExecutionException("shut down");
                },
                (delayNs, task) -> {});
        late.execute(() -> ran.add(1));
        assertThat(ran).containsExactly(1);
    }

    @Test
    void taskThatFails_leavesTheOthersToRun() {
        relay.execute(() -> {
            throw new IllegalStateException("broken");
        });
        add(1);
        assertThatIllegalStateException().isThrownBy(() -> handed.remove().run());
        handed.remove().run();
        add(2);
        handed.remove().run();
        assertThat(ran).containsExactly(1, 2);
    }
}
