package org.rembus.client.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.rembus.client.tasks.MessageTask;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;

final class SubscriberTest {
    private final HandlerHarness harness = new HandlerHarness();
    private final Losses losses = new Losses(harness, harness.around.timer());
    private final List<Object> seen = new ArrayList<>();

    @Test
    void messagesAreHandled_inOrder_byOneTask() {
        Subscriber subscriber = subscriber(0, 100, this::see);
        for (int i = 0; i < 50; i++) {
            subscriber.offer(HandlerHarness.message("t", i));
        }
        assertThat(harness.waitingTasks()).isEqualTo(1);

        assertThat(harness.runTasks()).isEqualTo(1);

        assertThat(seen)
                .hasSize(50)
                .isSortedAccordingTo((a, b) -> Integer.parseInt((String) a) - Integer.parseInt((String) b));
    }

    @Test
    void oldestAreDropped_queueFull_newestStay() {
        Subscriber subscriber = subscriber(0, 3, this::see);
        for (int i = 0; i < 10; i++) {
            subscriber.offer(HandlerHarness.message("t", i));
        }

        harness.runTasks();

        assertThat(seen).containsExactly("7", "8", "9");
    }

    @Test
    void lossesAreReported_handlerTooSlow_onceASecond() {
        Subscriber subscriber = subscriber(0, 1, this::see);
        for (int i = 0; i < 5; i++) {
            subscriber.offer(HandlerHarness.message("t", i));
            subscriber.offer(HandlerHarness.message("t", i));
            harness.runTasks();
        }
        assertThat(harness.reports).isEmpty();

        harness.pass(Duration.ofSeconds(1));
        assertThat(harness.reports).containsExactly("t dropped 5");
        harness.pass(Duration.ofSeconds(1));
        assertThat(harness.reports).hasSize(1);
        subscriber.offer(HandlerHarness.message("t", 10));
        subscriber.offer(HandlerHarness.message("t", 11));
        harness.pass(Duration.ofSeconds(1));

        assertThat(harness.reports).containsExactly("t dropped 5", "t dropped 1");
    }

    @Test
    void oldestAreDropped_tooManyBytes_butTheNewestStays() {
        Subscriber subscriber = subscriber(0, 100, message -> {
            seen.add(message.data().length());
            return null;
        });
        subscriber.offer(HandlerHarness.message("t", new byte[10 << 20]));
        subscriber.offer(HandlerHarness.message("t", new byte[5 << 20]));
        subscriber.offer(HandlerHarness.message("t", new byte[20 << 20]));

        harness.runTasks();

        harness.pass(Duration.ofSeconds(1));
        assertThat(seen).hasSize(1);
        assertThat(harness.reports).containsExactly("t dropped 2");
    }

    @Test
    void acknowledgedMessagesAreKept_queueFullOfOthers_andOrderHolds() {
        Subscriber subscriber = subscriber(0, 2, this::see);
        subscriber.offer(HandlerHarness.message("t", QoS.AT_LEAST_ONCE, 100));
        subscriber.offer(HandlerHarness.message("t", 1));
        subscriber.offer(HandlerHarness.message("t", QoS.EXACTLY_ONCE, 101));
        subscriber.offer(HandlerHarness.message("t", 2));
        subscriber.offer(HandlerHarness.message("t", 3));

        harness.runTasks();

        assertThat(seen).containsExactly("100", "101", "2", "3");
    }

    @Test
    void acknowledgedMessageIsRefused_tenThousandWait_soThatItComesAgain() {
        Subscriber subscriber = subscriber(0, 2, this::see);
        for (int i = 1; i <= 10_000; i++) {
            assertThat(subscriber.offer(HandlerHarness.message("t", QoS.AT_LEAST_ONCE, i)))
                    .isTrue();
        }

        assertThat(subscriber.offer(HandlerHarness.message("t", QoS.AT_LEAST_ONCE, 10_001)))
                .isFalse();
    }

    @Test
    void acknowledgedMessageIsRefused_tooManyBytesWait_untilThereIsRoom() {
        Subscriber subscriber = subscriber(0, 2, message -> null);
        assertThat(subscriber.offer(large(1))).isTrue();
        assertThat(subscriber.offer(large(2))).isFalse();

        harness.runTasks();

        assertThat(subscriber.offer(large(2))).isTrue();
    }

    private static Message.Publish large(long number) {
        return new Message.Publish(PublishFlags.QOS1, MessageId.of(number, 8), "t", Payload.of(new byte[40 << 20]));
    }

    @Test
    void messageCountsAsHandled_handlerReturned_notBefore() {
        Subscriber subscriber = subscriber(0, 10, message -> {
            assertThat(harness.handled).isEmpty();
            return null;
        });
        subscriber.offer(HandlerHarness.message("t", QoS.AT_LEAST_ONCE, 1));
        assertThat(harness.handled).isEmpty();

        harness.runTasks();

        assertThat(harness.handled).hasSize(1);
        assertThat(harness.reports).isEmpty();
    }

    @Test
    void messageCountsAsHandled_handlerFailed_afterAReport() {
        Subscriber subscriber = subscriber(0, 10, message -> {
            throw new IllegalStateException("no");
        });
        subscriber.offer(HandlerHarness.message("t", QoS.AT_LEAST_ONCE, 1));

        harness.runTasks();

        assertThat(harness.handled).hasSize(1);
        assertThat(harness.reports).containsExactly("t failed: no");
    }

    @Test
    void handlerGetsTheMessageAgain_failedWithRetries_beforeTheNextOne() {
        Subscriber subscriber = subscriber(2, 10, message -> {
            see(message);
            throw new IllegalStateException("no");
        });
        subscriber.offer(HandlerHarness.message("t", QoS.AT_LEAST_ONCE, 1));
        subscriber.offer(HandlerHarness.message("t", QoS.AT_LEAST_ONCE, 2));

        harness.runTasks();
        assertThat(seen).containsExactly("1");
        assertThat(harness.handled).isEmpty();
        for (int i = 0; i < 4; i++) {
            harness.pass(Duration.ofMillis(100));
            harness.runTasks();
        }

        assertThat(seen).startsWith("1", "1", "1", "2", "2");
        assertThat(harness.handled).extracting(HandlerHarness::argument).startsWith("1");
    }

    @Test
    void nextMessageWaits_handlerGoesOnElsewhere_untilItIsDone() {
        CompletableFuture<Void> first = new CompletableFuture<>();
        Subscriber subscriber = subscriber(0, 10, message -> {
            see(message);
            return seen.size() == 1 ? first : null;
        });
        subscriber.offer(HandlerHarness.message("t", QoS.AT_LEAST_ONCE, 1));
        subscriber.offer(HandlerHarness.message("t", QoS.AT_LEAST_ONCE, 2));

        harness.runTasks();
        assertThat(seen).containsExactly("1");
        assertThat(harness.handled).isEmpty();
        first.complete(null);
        harness.runTasks();

        assertThat(seen).containsExactly("1", "2");
        assertThat(harness.handled).hasSize(2);
    }

    @Test
    void failureIsReported_handlerFailsElsewhere_withItsCause() {
        Subscriber subscriber = subscriber(
                0,
                10,
                message -> CompletableFuture.supplyAsync(
                        () -> {
                            throw new IllegalStateException("later");
                        },
                        Runnable::run));
        subscriber.offer(HandlerHarness.message("t", QoS.AT_LEAST_ONCE, 1));

        harness.runTasks();

        assertThat(harness.reports).containsExactly("t failed: later");
        assertThat(harness.handled).hasSize(1);
    }

    @Test
    void handlerRunsAtOnce_nonBlocking_onTheLoop() {
        Subscriber subscriber =
                new Subscriber("t", new Subscriber.Settings(0, 0, 10, true), this::see, harness.around, losses);

        subscriber.offer(HandlerHarness.message("t", 1));

        assertThat(seen).containsExactly("1");
        assertThat(harness.waitingTasks()).isZero();
    }

    @Test
    void nothingMoreIsHandled_stopped_andNothingAcknowledged() {
        Subscriber subscriber = subscriber(0, 10, this::see);
        subscriber.offer(HandlerHarness.message("t", QoS.AT_LEAST_ONCE, 1));
        subscriber.stop();
        harness.runTasks();

        assertThat(subscriber.offer(HandlerHarness.message("t", QoS.AT_LEAST_ONCE, 2)))
                .isFalse();
        assertThat(seen).isEmpty();
        assertThat(harness.handled).isEmpty();
        assertThat(harness.activity.whenQuiet()).isCompleted();
    }

    @Test
    void failureIsReported_executorShutDown_insteadOfThrownOnTheLoop() {
        Subscriber subscriber = subscriber(0, 10, this::see);
        harness.isShutDown = true;

        subscriber.offer(HandlerHarness.message("t", 1));

        assertThat(harness.reports).containsExactly("t failed: shut down");
        assertThat(harness.activity.whenQuiet()).isCompleted();
    }

    private CompletableFuture<?> see(Message.Publish message) {
        seen.add(HandlerHarness.argument(message));
        return CompletableFuture.completedFuture(null);
    }

    private Subscriber subscriber(int retries, int queue, MessageTask task) {
        Subscriber.Settings settings =
                new Subscriber.Settings(retries, Duration.ofMillis(100).toNanos(), queue, false);
        return new Subscriber("t", settings, task, harness.around, losses);
    }
}
