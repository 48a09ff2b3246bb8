package org.rembus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;

/** Two brokers that come and go. */
@Timeout(30)
final class PooledComponentTest {
    @AutoClose
    private final ScriptedBroker one = ScriptedBroker.start();

    @AutoClose
    private final ScriptedBroker two = ScriptedBroker.start();

    private ComponentOptions.Builder options() {
        return ComponentOptions.builder()
                .addresses(one.url() + "/member", two.url())
                .reconnectPeriod(Duration.ofMillis(20));
    }

    @Test
    void brokerThatIsBack_isToldWhatItMissed_thoughTheListenerIsBusy() {
        CountDownLatch goOn = new CountDownLatch(1);
        ComponentListener busy = new ComponentListener() {
            @Override
            public void onConnectFailed(RembusException cause, Duration pause) {
                awaitUninterruptibly(goOn);
            }
        };
        two.goAway();
        try (Component pool = Rembus.component(options().listener(busy).build())) {
            pool.subscribe("x", message -> {});
            two.comeBack();
            assertThat(two.awaitPeer().next(Message.Admin.class).data().value())
                    .asInstanceOf(MAP)
                    .containsEntry("cmd", "subscribe");
        } finally {
            goOn.countDown();
        }
    }

    @Test
    void whatWaits_noBrokerThere_goesInOrderToTheFirstThatComesUp() {
        two.script(
                Message.Rpc.class,
                (peer, rpc) -> peer.send(new Message.Response(rpc.id(), Status.SUCCESS, Payload.of("two"))));
        try (Component pool = withNoneThere(options())) {
            CompletableFuture<Void> subscribed = pool.async().subscribe("x", message -> {});
            CompletableFuture<Void> first = pool.async().publish("x", 1);
            CompletableFuture<Void> second = pool.async().publish("x", 2);
            CompletableFuture<Result> called = pool.async().rpc("where");
            two.comeBack();

            assertThat(called.join().as(String.class)).isEqualTo("two");
            assertThat(CompletableFuture.allOf(subscribed, first, second)).succeedsWithin(Duration.ofSeconds(10));
            assertThat(two.awaitPeer().received(Message.Publish.class))
                    .extracting(publish -> publish.data().value())
                    .containsExactly(List.of(1L), List.of(2L));
        }
    }

    @Test
    void whatWaits_noBrokerComesInTime_fails() {
        try (Component pool = withNoneThere(options().requestTimeout(Duration.ofMillis(100)))) {
            assertThatExceptionOfType(NotConnectedException.class).isThrownBy(() -> pool.rpc("where"));
            assertThatExceptionOfType(NotConnectedException.class).isThrownBy(() -> pool.publish("x"));
        }
    }

    @Test
    void whatWaits_componentClosed_fails() {
        CompletableFuture<Result> called;
        try (Component pool = withNoneThere(options())) {
            called = pool.async().rpc("where");
        }
        assertThat(called)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        NotConnectedException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(NotConnectedException.Reason.CLOSED));
    }

    private Component withNoneThere(ComponentOptions.Builder options) {
        one.goAway();
        two.goAway();
        return Rembus.component(
                options.firstConnect(ComponentOptions.FirstConnect.KEEP_TRYING).build());
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }
}
