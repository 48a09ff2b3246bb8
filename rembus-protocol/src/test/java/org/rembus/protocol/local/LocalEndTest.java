package org.rembus.protocol.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rembus.protocol.Extension;
import org.rembus.protocol.Extensions;

@Timeout(60)
final class LocalEndTest {
    private final Hand hand = new Hand();
    private final Extensions agreed = Extensions.of(Extension.NACK);
    private final LocalEnd.Pair ends = LocalEnd.connect(hand, hand, agreed);
    private final Recorder atBroker = new Recorder();
    private final Recorder atComponent = new Recorder();

    /** Runs what it is given when told to. */
    private static final class Hand implements Executor {
        private final Queue<Runnable> tasks = new ArrayDeque<>();

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        void runAll() {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
        }
    }

    private static class Recorder implements EndEvents {
        final List<String> lines = new ArrayList<>();

        @Override
        public void onMessage(byte[] message) {
            lines.add(Arrays.toString(message));
        }

        @Override
        public void onMessagesComplete() {
            lines.add("complete");
        }

        @Override
        public void onTaken(long bytes) {
            lines.add("taken " + bytes);
        }

        @Override
        public void onEnd(int code, String reason) {
            lines.add("end " + code + " " + reason);
        }
    }

    private void begin() {
        ends.broker().begin(atBroker);
        ends.component().begin(atComponent);
    }

    @Test
    void messages_arriveTogetherAndInOrder_andTheSenderHearsOfIt() {
        begin();
        ends.component().send(new byte[] {1});
        ends.component().send(new byte[] {2, 3});
        assertThat(ends.component().pendingBytes()).isEqualTo(LocalEnd.charge(1) + LocalEnd.charge(2));
        hand.runAll();

        assertThat(atBroker.lines).containsExactly("[1]", "[2, 3]", "complete");
        assertThat(atComponent.lines).containsExactly("taken " + (LocalEnd.charge(1) + LocalEnd.charge(2)));
        assertThat(ends.component().pendingBytes()).isZero();
        assertThat(ends.broker().agreed()).isEqualTo(agreed);
    }

    @Test
    void messages_beforeTheOtherEndBegins_wait() {
        ends.component().begin(atComponent);
        ends.component().send(new byte[] {1});
        hand.runAll();
        ends.broker().begin(atBroker);
        hand.runAll();

        assertThat(atBroker.lines).containsExactly("[1]", "complete");
    }

    @Test
    void pausedEnd_getsNothingMore_untilItGoesOn() {
        begin();
        ends.component().send(new byte[] {1});
        ends.broker().pause();
        ends.component().send(new byte[] {2});
        hand.runAll();
        assertThat(atBroker.lines).isEmpty();
        assertThat(ends.component().pendingBytes()).isPositive();

        ends.broker().resume();
        hand.runAll();
        assertThat(atBroker.lines).containsExactly("[1]", "[2]", "complete");
    }

    @Test
    void endThatPausesItselfInAMessage_getsTheNextOneLater() {
        Recorder pausing = new Recorder() {
            @Override
            public void onMessage(byte[] message) {
                super.onMessage(message);
                ends.broker().pause();
            }
        };
        ends.broker().begin(pausing);
        ends.component().begin(atComponent);
        ends.component().send(new byte[] {1});
        ends.component().send(new byte[] {2});
        hand.runAll();
        assertThat(pausing.lines).containsExactly("[1]", "complete");

        ends.broker().resume();
        hand.runAll();
        assertThat(pausing.lines).containsExactly("[1]", "complete", "[2]", "complete");
    }

    @Test
    void end_comesAfterWhatWasSent_andNothingGoesTheOtherWayAnyMore() {
        begin();
        ends.component().send(new byte[] {1});
        ends.component().end(1000, "done");
        ends.component().send(new byte[] {2});
        ends.broker().send(new byte[] {3});
        hand.runAll();

        assertThat(atBroker.lines).containsExactly("[1]", "end 1000 done", "taken " + LocalEnd.charge(1));
        assertThat(atComponent.lines).containsExactly("taken " + LocalEnd.charge(1));
        assertThat(ends.broker().pendingBytes()).as("its room is free again").isZero();
    }

    @Test
    void bothEndsAtOnce_nobodyIsTold() {
        begin();
        ends.component().end(1000, "done");
        ends.broker().end(1001, "going away");
        hand.runAll();
        assertThat(atBroker.lines).isEmpty();
        assertThat(atComponent.lines).isEmpty();
    }

    @Test
    void failureInAMessage_doesNotStopTheNextOne() {
        Recorder failing = new Recorder() {
            @Override
            public void onMessage(byte[] message) {
                super.onMessage(message);
                if (message[0] == 1) {
                    throw new IllegalStateException("on purpose");
                }
            }
        };
        ends.broker().begin(failing);
        ends.component().send(new byte[] {1});
        ends.component().send(new byte[] {2});
        while (!hand.tasks.isEmpty()) {
            try {
                hand.runAll();
            } catch (IllegalStateException onPurpose) {
                failing.lines.add("failed");
            }
        }
        assertThat(failing.lines).contains("[1]", "failed", "[2]");
    }

    @Test
    void twoThreads_loseNothing() throws Exception {
        int count = 200_000;
        LinkedBlockingQueue<Integer> got = new LinkedBlockingQueue<>();
        try (ExecutorService component = Executors.newSingleThreadExecutor();
                ExecutorService broker = Executors.newSingleThreadExecutor()) {
            LocalEnd.Pair pair = LocalEnd.connect(component, broker, Extensions.NONE);
            broker.submit(() -> pair.broker().begin(new Recorder() {
                        @Override
                        public void onMessage(byte[] message) {
                            got.add(message[0] & 0xFF);
                        }

                        @Override
                        public void onMessagesComplete() {
                            // not to be recorded so often
                        }
                    }))
                    .get();
            component.submit(() -> {
                pair.component().begin(new Recorder() {
                    @Override
                    public void onTaken(long bytes) {
                        // not to be recorded so often
                    }
                });
                for (int i = 0; i < count; i++) {
                    pair.component().send(new byte[] {(byte) i});
                }
            });
            for (int i = 0; i < count; i++) {
                assertThat(got.poll(10, TimeUnit.SECONDS)).isEqualTo(i & 0xFF);
            }
        }
    }
}
