package org.rembus.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.rembus.protocol.Message;
import org.rembus.protocol.QoS;

/** The executor has no more threads, and says so to the loop by an {@link Error}: closing ends all the same. */
final class ExhaustedExecutorTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @AutoClose
    private final ScriptedBroker broker = ScriptedBroker.start();

    private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean isExhausted;

    private Component connect() {
        return Rembus.component(ComponentOptions.builder()
                .address(broker.url() + "/alice")
                .executor(this::execute)
                .closeTimeout(Duration.ofMillis(100))
                .build());
    }

    private void execute(Runnable task) {
        if (isExhausted) {
            throw new OutOfMemoryError("no more threads, as this test has it");
        }
        threads.execute(task);
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
    void closeEnds_subscriptionIsUnderWay() {
        Component component = connect();
        component.async().subscribe("topic", message -> {});
        isExhausted = true;

        closes(component);
    }
}
