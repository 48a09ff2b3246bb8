package org.rembus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;

/** The executor has no more threads, and says so to the loop by an {@link Error}: closing ends all the same, and what comes later goes on. */
final class ExhaustedExecutorTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @AutoClose
    private final ScriptedBroker broker = ScriptedBroker.start();

    private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch isBack = new CountDownLatch(1);
    private volatile boolean isExhausted;

    private final ComponentListener listener = new ComponentListener() {
        @Override
        public void onReconnected() {
            isBack.countDown();
        }
    };

    private Component connect() {
        return Rembus.component(ComponentOptions.builder()
                .address(broker.url() + "/alice")
                .executor(this::execute)
                .listener(listener)
                .reconnectPeriod(Duration.ofMillis(500))
                .closeTimeout(Duration.ofMillis(100))
                .build());
    }

    private void execute(Runnable task) {
        if (isExhausted) {
            throw new OutOfMemoryError("no more threads, as this test has it");
        }
        threads.execute(task);
    }

    private static Message call(long id) {
        return new Message.Rpc(MessageId.of(id, MessageId.GEN2_LENGTH), "service", null, Payload.ofArguments());
    }

    private static void closes(Component component) {
        assertThat(CompletableFuture.runAsync(component::close)).succeedsWithin(LIMIT);
        assertThat(CompletableFuture.runAsync(component::close)).succeedsWithin(LIMIT);
    }

    @Test
    void closeEnds_nothingIsUnderWay() {
        Component component = connect();
        isExhausted = true;

        closes(component);
    }

    @Test
    void closeEnds_callsAreUnderWay() {
        Component component = connect();
        component.async().rpc("first");
        component.async().rpc("second");
        broker.awaitPeer().next(Message.Rpc.class);
        isExhausted = true;

        closes(component);
    }

    @Test
    void closeEnds_callsWaitForAConnection() {
        Component component = connect();
        broker.close();
        component.async().rpc("first");
        isExhausted = true;

        closes(component);
    }

    @Test
    void closeEnds_publishesWillNotReachTheBroker() {
        broker.ignore(Message.Publish.class);
        Component component = connect();
        component.publish(Publish.to("topic")
                .qos(QoS.AT_LEAST_ONCE)
                .confirmedBy(Publish.Confirmation.OUTBOX)
                .with(1));
        isExhausted = true;

        closes(component);
    }

    @Test
    void futureCompletes_executorTakesNothing() {
        broker.script(
                Message.Rpc.class,
                (peer, rpc) -> peer.send(new Message.Response(rpc.id(), Status.SUCCESS, Payload.of("done"))));
        try (Component component = connect()) {
            isExhausted = true;

            assertThat(component.async().rpc("first")).succeedsWithin(LIMIT);
            assertThat(component.async().rpc("second")).succeedsWithin(LIMIT);
        }
    }

    @Test
    void componentComesBack_connectionIsLostMeanwhile_andTellsTheListenerWhatComesThen() throws Exception {
        try (Component component = connect()) {
            isExhausted = true;
            broker.awaitPeer().drop();
            await().until(() -> !component.isConnected());
            isExhausted = false;

            assertThat(isBack.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(component.isConnected()).isTrue();
        }
    }

    @Test
    void requestIsAnswered_executorTakesNothing_andTheNextIsServed() {
        try (Component component = connect()) {
            component.expose("service", () -> "served");
            ScriptedPeer peer = broker.awaitPeer();
            isExhausted = true;
            peer.send(call(1));
            assertThat(peer.next(Message.Response.class).status()).isEqualTo(Status.METHOD_EXCEPTION);
            isExhausted = false;

            peer.send(call(2));
            assertThat(peer.next(Message.Response.class).status()).isEqualTo(Status.SUCCESS);
        }
    }

    @Test
    void closeEnds_subscriptionIsUnderWay() {
        Component component = connect();
        component.async().subscribe("topic", message -> {});
        isExhausted = true;

        closes(component);
    }
}
