package org.rembus.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class CommandQueueTest {
    private final Deque<Runnable> loop = new ArrayDeque<>();
    private final List<Integer> seen = new ArrayList<>();

    @Test
    void commandsRunInOrder_manyAdded_inOneTurn() {
        CommandQueue queue = new CommandQueue(loop::add);
        for (int i = 0; i < 100; i++) {
            int number = i;
            queue.add(() -> seen.add(number));
        }
        assertThat(loop).hasSize(1);

        loop.remove().run();

        assertThat(seen).hasSize(100).isSorted();
        assertThat(loop).isEmpty();
    }

    @Test
    void commandRunsInTheNextTurn_addedByACommandAtTheEnd_andIsNotForgotten() {
        CommandQueue queue = new CommandQueue(loop::add);
        queue.add(() -> queue.add(() -> seen.add(1)));

        while (!loop.isEmpty()) {
            loop.remove().run();
        }

        assertThat(seen).containsExactly(1);
    }

    @Test
    void otherCommandsRun_oneThrows_inTheNextTurn() {
        CommandQueue queue = new CommandQueue(loop::add);
        queue.add(() -> {
            throw new IllegalStateException("a bug");
        });
        queue.add(() -> seen.add(1));

        assertThatThrownBy(() -> loop.remove().run()).hasMessage("a bug");
        loop.remove().run();

        assertThat(seen).containsExactly(1);
    }

    @Test
    void commandsRun_loopHasEnded_byWhoAddsThem() {
        CommandQueue queue = new CommandQueue(task -> {
            throw new RejectedExecutionException("ended");
        });

        queue.add(() -> queue.add(() -> seen.add(1)));

        assertThat(seen).containsExactly(1);
    }

    @Test
    void nothingIsLost_manyThreadsAdd_eachInItsOrder() throws Exception {
        int threads = 4;
        int each = 20_000;
        CountDownLatch done = new CountDownLatch(threads * each);
        int[] last = new int[threads];
        try (ExecutorService single = Executors.newSingleThreadExecutor();
                ExecutorService adders = Executors.newFixedThreadPool(threads)) {
            CommandQueue queue = new CommandQueue(single);
            for (int t = 0; t < threads; t++) {
                int thread = t;
                adders.execute(() -> {
                    for (int i = 1; i <= each; i++) {
                        int number = i;
                        queue.add(() -> {
                            if (last[thread] == number - 1) {
                                last[thread] = number;
                                done.countDown();
                            }
                        });
                    }
                });
            }
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
