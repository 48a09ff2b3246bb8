package org.rembus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;

/** Calling and publishing, waiting and not waiting, and the end of it. */
@Timeout(60)
final class CallingTest {
    @AutoClose
    private final ScriptedBroker broker = ScriptedBroker.start();

    @Test
    void callGoesToTheTarget_direct_withTheWholeEnvelope() {
        broker.script(Message.Rpc.class, (peer, rpc) -> peer.send(Message.Response.success(rpc.id())));
        try (Component component = Rembus.component(broker.url())) {
            assertThat(component.direct("other.node", "svc", 1).isNull()).isTrue();

            Message.Rpc rpc = broker.awaitPeer().next(Message.Rpc.class);
            assertThat(rpc.target()).isEqualTo("other.node");
            assertThat(rpc.topic()).isEqualTo("svc");
            assertThat(rpc.data()).isEqualTo(Payload.of(List.of(1L)));
        }
    }

    @Test
    void exceptionShowsTheCaller_callFailed_andKeepsTheCause() {
        broker.script(
                Message.Rpc.class,
                (peer, rpc) -> peer.send(Message.Response.error(rpc.id(), Status.METHOD_EXCEPTION, "boom")));
        try (Component component = Rembus.component(broker.url())) {
            RemoteException failure = catchThrowableOfType(RemoteException.class, () -> component.rpc("svc"));

            assertThat(failure).hasMessage("boom");
            assertThat(failure.status()).contains(Status.METHOD_EXCEPTION);
            assertThat(failure.topic()).contains("svc");
            assertThat(failure.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().equals(CallingTest.class.getName()));
            assertThat(failure.getCause()).isInstanceOf(RemoteException.class);
        }
    }

    @Test
    void callTimesOut_noAnswer_afterItsOwnTimeout() {
        try (Component component = Rembus.component(broker.url())) {
            RequestTimeoutException failure = catchThrowableOfType(
                    RequestTimeoutException.class,
                    () -> component.rpc(Call.to("svc").timeout(Duration.ofMillis(200))));

            assertThat(failure).hasMessage("svc: no answer within 200 ms");
            assertThat(failure.outcomeUnknown()).isTrue();
        }
    }

    @Test
    void messageIsRefused_longerThanAllowed_beforeItIsSent() {
        try (Component component = Rembus.component(ComponentOptions.builder()
                .address(broker.url())
                .maxMessageBytes(200)
                .build())) {
            byte[] large = new byte[200];

            assertThatThrownBy(() -> component.publish("t", (Object) large))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at most 200 are allowed");
            assertThatThrownBy(() -> component.publish(
                            Publish.to("t").qos(QoS.AT_LEAST_ONCE).with((Object) large)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> component.rpc("svc", (Object) large)).isInstanceOf(IllegalArgumentException.class);
            component.publish(Publish.to("t").qos(QoS.AT_LEAST_ONCE).with("small"));

            assertThat(broker.awaitPeer().received(Message.Publish.class)).hasSize(1);
        }
    }

    @Test
    void callIsAnswered40_resultLongerThanAllowed_sayingSo() {
        try (Component component = Rembus.component(ComponentOptions.builder()
                .address(broker.url())
                .maxMessageBytes(200)
                .build())) {
            component.expose("svc", () -> new byte[200]);
            ScriptedPeer peer = broker.awaitPeer();
            peer.send(new Message.Rpc(MessageId.of(1, 8), "svc", null, Payload.NO_ARGUMENTS));

            Message.Response response = peer.next(Message.Response.class);
            assertThat(response.status()).isEqualTo(Status.METHOD_EXCEPTION);
            assertThat((String) response.data().value()).contains("at most 200 are allowed");
        }
    }

    @Test
    void publishFails_brokerRefusesItsLength_insteadOfBeingSentForEver() {
        broker.script(Message.Publish.class, (peer, publish) -> peer.close(1009, "too long"));
        try (Component component = Rembus.component(broker.url())) {
            RefusedException failure = catchThrowableOfType(
                    RefusedException.class,
                    () -> component.publish(
                            Publish.to("t").qos(QoS.AT_LEAST_ONCE).with("longer than all before it")));

            assertThat(failure).hasMessageMatching("t: the broker takes no message of \\d+ bytes");
            assertThat(failure.mayRetry()).isFalse();
            assertThat(failure.topic()).contains("t");
        }
    }

    @Test
    void threadGoesOn_interruptedWhileWaiting_withItsFlagSet() throws Exception {
        try (Component component = Rembus.component(broker.url())) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            AtomicReference<Boolean> flag = new AtomicReference<>();
            Thread caller = Thread.ofVirtual().start(() -> {
                try {
                    component.rpc("svc");
                } catch (InterruptedCallException interrupted) {
                    thrown.set(interrupted);
                    flag.set(Thread.currentThread().isInterrupted());
                }
            });
            broker.awaitPeer().next(Message.Rpc.class);
            caller.interrupt();
            caller.join();

            assertThat(thrown.get()).hasCauseInstanceOf(InterruptedException.class);
            assertThat(flag.get()).isTrue();
        }
    }

    @Test
    void continuationRuns_answerCame_neverOnAnIoThread() {
        broker.script(Message.Rpc.class, (peer, rpc) -> peer.send(Message.Response.success(rpc.id())));
        try (Component component = Rembus.component(broker.url())) {
            CompletableFuture<String> thread = component
                    .async()
                    .rpc("svc")
                    .thenApply(result -> Thread.currentThread().getName());

            assertThat(thread).succeedsWithin(Duration.ofSeconds(10)).isNotEqualTo("rembus-io");
            assertThat(thread.join()).doesNotStartWith("rembus-io");
        }
    }

    @Test
    void publishIsSentAgain_noAck_sameBytesAfterTheTimeout() {
        broker.ignore(Message.Publish.class);
        ComponentOptions impatient = ComponentOptions.builder()
                .address(broker.url())
                .ackTimeout(Duration.ofMillis(50))
                .sendRetries(2)
                .build();
        try (Component component = Rembus.component(impatient)) {
            assertThatThrownBy(() -> component.publish(
                            Publish.to("t").qos(QoS.AT_LEAST_ONCE).with("x")))
                    .isInstanceOf(RequestTimeoutException.class);

            ScriptedPeer peer = broker.awaitPeer();
            Message.Publish first = peer.next(Message.Publish.class);
            assertThat(List.of(peer.next(Message.Publish.class), peer.next(Message.Publish.class)))
                    .containsOnly(first);
            component.publish("last");
            assertThat(peer.next(Message.Publish.class).topic()).isEqualTo("last");
        }
    }

    @Test
    void cancelledPublishIsNotSentAgain_callerGaveUp_anyMore() {
        broker.ignore(Message.Publish.class);
        ComponentOptions impatient = ComponentOptions.builder()
                .address(broker.url())
                .ackTimeout(Duration.ofMillis(50))
                .maxInflight(1)
                .build();
        try (Component component = Rembus.component(impatient)) {
            CompletableFuture<Void> first = component
                    .async()
                    .publish(Publish.to("t").qos(QoS.AT_LEAST_ONCE).with(1));
            component.async().publish(Publish.to("t").qos(QoS.AT_LEAST_ONCE).with(2));
            ScriptedPeer peer = broker.awaitPeer();
            peer.next(Message.Publish.class);
            first.cancel(true);

            await().until(() -> peer.received(Message.Publish.class).stream()
                    .anyMatch(publish -> publish.data().equals(Payload.of(List.of(2L)))));
        }
    }

    @Test
    void publishesArriveInOrder_manyAsync_allBeforeTheConnectionCloses() {
        int count = 50_000;
        ScriptedPeer peer;
        try (Component component = Rembus.component(broker.url())) {
            peer = broker.awaitPeer();
            IntStream.range(0, count).forEach(i -> component.async().publish("t", i));
        }

        await().until(() -> !peer.isOpen());
        List<Message.Publish> received = peer.received(Message.Publish.class);
        assertThat(received).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(received.get(i).data().arguments()).containsExactly((long) i);
        }
    }

    @Test
    void largeMessagesPass_bothWays_unchanged() {
        byte[] large = new byte[20 << 20];
        new Random(7).nextBytes(large);
        broker.script(
                Message.Rpc.class,
                (peer, rpc) -> peer.send(new Message.Response(
                        rpc.id(),
                        Status.SUCCESS,
                        Payload.of(rpc.data().arguments().getFirst()))));
        try (Component component = Rembus.component(broker.url())) {
            assertThat(component.rpc("echo", large).as(byte[].class)).isEqualTo(large);
        }
    }

    @Test
    void publisherWaits_brokerDoesNotRead_untilItDoes() {
        try (Component component = Rembus.component(broker.url())) {
            ScriptedPeer peer = broker.awaitPeer();
            peer.stopReading();
            byte[] megabyte = new byte[1 << 20];
            CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
            for (int i = 0; i < 40; i++) {
                last = component.async().publish("t", megabyte);
            }
            assertThat(last).isNotDone();

            peer.resumeReading();

            assertThat(last).succeedsWithin(Duration.ofSeconds(30));
        }
    }

    @Test
    void outstandingCallFails_closed_andClosingAgainDoesNothing() {
        Component component = Rembus.component(broker.url());
        CompletableFuture<Result> call = component.async().rpc("svc");
        broker.awaitPeer().next(Message.Rpc.class);
        component.close();
        component.close();

        assertThat(call)
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(ConnectionLostException.class)
                .withMessageContaining("closed");
        assertThatThrownBy(() -> component.rpc("svc")).isInstanceOfSatisfying(NotConnectedException.class, failure -> {
            assertThat(failure.reason()).isEqualTo(NotConnectedException.Reason.CLOSED);
            assertThat(failure.mayRetry()).isFalse();
        });
        component.forever();
    }

    @Test
    void componentCloses_fromItsOwnHandler_withTheAnswerSent() {
        Component component = Rembus.component(broker.url());
        component.expose("stop", () -> {
            component.async().close();
            return "bye";
        });
        component.subscribe("stop", message -> component.close());
        ScriptedPeer peer = broker.awaitPeer();
        peer.send(new Message.Rpc(MessageId.of(1, 8), "stop", null, Payload.NO_ARGUMENTS));

        assertThat(peer.next(Message.Response.class).data().value()).isEqualTo("bye");
        component.forever();
        await().until(() -> !peer.isOpen());
    }

    @Test
    void handlerEnds_componentClosedMeanwhile_andItsMessageIsAcknowledged() {
        Component component = Rembus.component(ComponentOptions.builder()
                .address(broker.url())
                .closeTimeout(Duration.ofMinutes(5))
                .build());
        CompletableFuture<Void> release = new CompletableFuture<>();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        component.subscribe("t", message -> {
            begun.complete(null);
            release.join();
        });
        ScriptedPeer peer = broker.awaitPeer();
        peer.send(new Message.Publish(PublishFlags.QOS1, MessageId.of(1, 8), "t", Payload.NO_ARGUMENTS));
        begun.join();
        CompletableFuture<Void> closing = component.async().close();
        assertThat(closing).isNotDone();
        release.complete(null);

        assertThat(closing).succeedsWithin(Duration.ofSeconds(30));
        assertThat(peer.next(Message.Ack.class).id()).isEqualTo(MessageId.of(1, 8));
    }

    @Test
    void componentCloses_handlersNeverEnd_afterItsTimeout() throws Exception {
        Component component = Rembus.component(ComponentOptions.builder()
                .address(broker.url())
                .closeTimeout(Duration.ofMillis(50))
                .build());
        CompletableFuture<Void> begun = new CompletableFuture<>();
        component.subscribe("t", MessageHandler.async(message -> {
            begun.complete(null);
            return new CompletableFuture<>();
        }));
        ScriptedPeer peer = broker.awaitPeer();
        peer.send(new Message.Publish(PublishFlags.QOS1, MessageId.of(1, 8), "t", Payload.NO_ARGUMENTS));
        begun.get(10, TimeUnit.SECONDS);

        assertThat(component.async().close()).succeedsWithin(Duration.ofSeconds(30));
        assertThat(peer.received(Message.Ack.class)).isEmpty();
    }

    @Test
    void componentCloses_whoWaitedForItWasInterrupted_allTheSame() throws Exception {
        Component component = Rembus.component(ComponentOptions.builder()
                .address(broker.url())
                .closeTimeout(Duration.ofMinutes(5))
                .build());
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Void> release = new CompletableFuture<>();
        component.subscribe("t", message -> {
            begun.complete(null);
            release.join();
        });
        broker.awaitPeer().send(Message.Publish.of("t", Payload.NO_ARGUMENTS));
        begun.join();
        FutureTask<Void> closing = new FutureTask<>(component::close, null);
        Thread closer = Thread.ofVirtual().start(closing);
        closer.interrupt();
        assertThatThrownBy(closing::get).hasCauseInstanceOf(InterruptedCallException.class);

        release.complete(null);

        component.close();
        component.forever();
    }

    @Test
    void componentCloses_severalHandlersWaitForThat_withoutItsTimeout() {
        Component component = Rembus.component(ComponentOptions.builder()
                .address(broker.url())
                .closeTimeout(Duration.ofMinutes(5))
                .build());
        CountDownLatch both = new CountDownLatch(2);
        component.expose("stop", () -> {
            both.countDown();
            both.await();
            component.close();
            return null;
        });
        ScriptedPeer peer = broker.awaitPeer();
        peer.send(new Message.Rpc(MessageId.of(1, 8), "stop", null, Payload.NO_ARGUMENTS));
        peer.send(new Message.Rpc(MessageId.of(2, 8), "stop", null, Payload.NO_ARGUMENTS));

        component.forever();
        await().until(() -> !peer.isOpen());
    }

    @Test
    void mistakesAreThrownAtOnce_illegalTopicOrValue_whereTheyAreMade() {
        try (Component component = Rembus.component(broker.url())) {
            assertThatThrownBy(() -> component.publish("a/*")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> component.rpc("")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> component.expose("**", () -> 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> component.async().rpc("svc", new Object()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> component.direct("a//b", "svc")).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Rembus.component("mqtt://127.0.0.1:1/x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ws://, wss://, tcp://, tls:// or zmq://");
    }

    @Test
    void nullAloneIsOneArgument_varargs_notNone() {
        try (Component component = Rembus.component(broker.url())) {
            component.publish("t", (Object) null);
            component.publish("t", (Object[]) null);

            ScriptedPeer peer = broker.awaitPeer();
            Payload oneNull = Payload.of(Arrays.asList((Object) null));
            assertThat(peer.next(Message.Publish.class).data()).isEqualTo(oneNull);
            assertThat(peer.next(Message.Publish.class).data()).isEqualTo(oneNull);
        }
    }
}
