package org.rembus.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.rembus.protocol.Payload;

final class BurstsTest {
    private static final byte[] HEAD = {1, 2, 3};

    private final Deque<Runnable> loop = new ArrayDeque<>();
    private final CommandQueue commands = new CommandQueue(loop::add);
    private final OutputBudget budget = new OutputBudget();
    private final List<String> seen = new ArrayList<>();
    private final Bursts bursts = new Bursts(commands, budget, this::note);
    private int taken;

    private void note(Bursts.Burst burst) {
        taken++;
        for (int i = 0; i < burst.count(); i++) {
            int start = burst.start(i);
            for (int at = 0; at < HEAD.length; at++) {
                assertThat(burst.array()[start + at]).isEqualTo(HEAD[at]);
            }
            int data = start + HEAD.length;
            seen.add((String)
                    Payload.view(burst.array(), data, burst.end(i) - data).value());
        }
    }

    private void add(String text) {
        bursts.add(HEAD, Payload.of(text));
    }

    private void runLoop() {
        while (!loop.isEmpty()) {
            loop.remove().run();
        }
    }

    @Test
    void messagesAreTakenTogether_inOrder() {
        add("one");
        add("");
        add("three");
        assertThat(loop).hasSize(1);
        runLoop();

        assertThat(seen).containsExactly("one", "", "three");
        assertThat(taken).isOne();
    }

    @Test
    void messagesKeepTheirPlaceAmongCommands_closedBeforeEach() {
        add("one");
        bursts.close();
        commands.add(() -> seen.add("command"));
        add("two");
        runLoop();

        assertThat(seen).containsExactly("one", "command", "two");
    }

    @Test
    void nothingIsLostOrMoved_muchMoreThanABurst_ofAnyLengths() {
        Random random = new Random(1);
        List<String> given = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            String text = i + "x".repeat(random.nextInt(random.nextInt(Bursts.MAX_MESSAGE_BYTES - 16) + 1));
            given.add(text);
            add(text);
            if (random.nextInt(500) == 0) {
                runLoop();
            }
        }
        runLoop();

        assertThat(seen).isEqualTo(given);
        assertThat(taken).isGreaterThan(1);
    }

    @Test
    void budgetHoldsWhatWaits_andNothingAfterwards() {
        int before = 0;
        while (!budget.isFull()) {
            add("x".repeat(1000));
            before++;
        }
        assertThat(before * 1000L).isCloseTo(OutputBudget.FULL_BYTES, Offset.offset(OutputBudget.FULL_BYTES / 50));
        runLoop();

        budget.add(OutputBudget.FULL_BYTES - 1);
        assertThat(budget.isFull()).isFalse();
        budget.add(1);
        assertThat(budget.isFull()).isTrue();
    }

    @Test
    void messageIsGivenToTheSender_theLoopHasEnded_atOnce() {
        CommandQueue ended = new CommandQueue(task -> {
            throw new RejectedExecutionException();
        });
        Bursts late = new Bursts(ended, budget, this::note);
        late.add(HEAD, Payload.of("one"));
        late.add(HEAD, Payload.of("two"));

        assertThat(seen).containsExactly("one", "two");
    }

    @Test
    void eachThreadsMessagesAreInOrder_severalThreads_noneLost() throws InterruptedException {
        int threads = 4;
        int each = 20_000;
        try (ExecutorService oneLoop = Executors.newSingleThreadExecutor()) {
            Bursts shared = new Bursts(new CommandQueue(oneLoop), budget, this::note);
            try (ExecutorService publishers = Executors.newFixedThreadPool(threads)) {
                for (int i = 0; i < threads; i++) {
                    int publisher = i;
                    publishers.execute(() -> {
                        for (int number = 0; number < each; number++) {
                            shared.add(HEAD, Payload.of(publisher + ":" + number));
                        }
                    });
                }
            }
            oneLoop.shutdown();
            assertThat(oneLoop.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(seen).hasSize(threads * each);
        int[] next = new int[threads];
        for (String text : seen) {
            String[] parts = text.split(":", 2);
            int publisher = Integer.parseInt(parts[0]);
            assertThat(Integer.parseInt(parts[1])).isEqualTo(next[publisher]++);
        }
    }
}
