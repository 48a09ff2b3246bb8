package org.rembus.client.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;

final class DispatcherTest {
    private static final Subscriber.Settings SETTINGS = new Subscriber.Settings(0, 0, 100, false);
    private static final Server.Settings SERVER = new Server.Settings(10, false);

    private final HandlerHarness harness = new HandlerHarness();
    private final Dispatcher dispatcher = new Dispatcher(harness.around);
    private final List<Object> seen = new ArrayList<>();

    @Test
    void subscriptionsDoNotWaitForEachOther_oneIsSlow_theOtherRuns() {
        dispatcher.subscribe("slow", SETTINGS, message -> null);
        dispatcher.subscribe("fast", SETTINGS, this::see);

        dispatcher.onPublish(HandlerHarness.message("slow", 1));
        dispatcher.onPublish(HandlerHarness.message("fast", 2));

        assertThat(harness.waitingTasks()).isEqualTo(2);
    }

    @Test
    void messagesAreKept_nobodySubscribedYet_forTheHandlerThatComes() {
        dispatcher.onPublish(HandlerHarness.message("t", 1));
        dispatcher.onPublish(HandlerHarness.message("other", 2));
        dispatcher.onPublish(HandlerHarness.message("t", QoS.AT_LEAST_ONCE, 3));

        dispatcher.subscribe("t", SETTINGS, this::see);
        dispatcher.onPublish(HandlerHarness.message("t", 4));
        harness.runTasks();

        assertThat(seen).containsExactly("1", "3", "4");
        assertThat(harness.handled).hasSize(1);
    }

    @Test
    void messagesAreGivenUp_nobodySubscribes_acknowledgedAndReported() {
        dispatcher.onPublish(HandlerHarness.message("t", 1));
        dispatcher.onPublish(HandlerHarness.message("t", QoS.AT_LEAST_ONCE, 2));
        assertThat(harness.handled).isEmpty();

        harness.pass(Duration.ofSeconds(10));
        assertThat(harness.handled).hasSize(1);
        harness.pass(Duration.ofSeconds(1));

        assertThat(harness.reports).containsExactly("t dropped 2");
    }

    @Test
    void lossesAreReported_stopped_atOnce() {
        dispatcher.subscribe("t", new Subscriber.Settings(0, 0, 1, false), this::see);
        dispatcher.onPublish(HandlerHarness.message("t", 1));
        dispatcher.onPublish(HandlerHarness.message("t", 2));

        dispatcher.stop();

        assertThat(harness.reports).containsExactly("t dropped 1");
    }

    @Test
    void messagesAreRefused_tenThousandKept_untilThereIsRoom() {
        for (int i = 1; i <= 10_000; i++) {
            assertThat(dispatcher.onPublish(HandlerHarness.message("t", QoS.AT_LEAST_ONCE, i)))
                    .isTrue();
        }

        assertThat(dispatcher.onPublish(HandlerHarness.message("t", QoS.AT_LEAST_ONCE, 10_001)))
                .isFalse();
    }

    @Test
    void messagesAreRefused_longTopicsKept_untilThereIsRoom() {
        String topic = "t".repeat(3 << 20);
        for (int i = 0; i < 2; i++) {
            assertThat(dispatcher.onPublish(HandlerHarness.message(topic, QoS.AT_LEAST_ONCE, i)))
                    .isTrue();
        }

        assertThat(dispatcher.onPublish(HandlerHarness.message(topic, QoS.AT_LEAST_ONCE, 2)))
                .isFalse();
    }

    @Test
    void handlerComesBack_newOneTakenBack_asItWas() {
        dispatcher.subscribe("t", SETTINGS, this::see);
        Subscriber before = dispatcher.subscribe("t", SETTINGS, message -> null);
        dispatcher.resubscribe("t", Objects.requireNonNull(before));

        dispatcher.onPublish(HandlerHarness.message("t", 1));
        harness.runTasks();

        assertThat(seen).containsExactly("1");
    }

    @Test
    void callIsAnswered42_nobodyServes_withASentence() {
        call("nosuch");

        assertThat(harness.answers.getFirst().status()).isEqualTo(Status.METHOD_NOT_FOUND);
        assertThat(harness.answers.getFirst().data().value()).isEqualTo("nosuch: method unknown");
    }

    @Test
    void applicationGoesFirst_builtInServiceOfTheSameName_thenTheBuiltInOne() {
        dispatcher.buildIn("version", call -> "built in");
        dispatcher.expose("version", SERVER, call -> "own");
        call("version");
        dispatcher.reexpose("version", null);
        call("version");

        assertThat(harness.answers).extracting(answer -> answer.data().value()).containsExactly("own", "built in");
    }

    private void call(String topic) {
        dispatcher.onRequest(new Message.Rpc(MessageId.of(1, 8), topic, null, Payload.NO_ARGUMENTS), 1);
        harness.runTasks();
    }

    private CompletionStage<?> see(Message.Publish message) {
        seen.add(HandlerHarness.argument(message));
        return CompletableFuture.completedFuture(null);
    }
}
