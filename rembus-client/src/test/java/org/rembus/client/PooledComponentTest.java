package org.rembus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rembus.protocol.Message;

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

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }
}
