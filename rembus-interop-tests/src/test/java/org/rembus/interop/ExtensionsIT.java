package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rembus.client.Component;
import org.rembus.client.ComponentListener;
import org.rembus.client.ComponentOptions;
import org.rembus.client.From;
import org.rembus.client.Publish;
import org.rembus.client.RefusedException;
import org.rembus.client.Rembus;
import org.rembus.client.RembusException;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;

/** PROTOCOL.md section 15: what our ends tell each other, and nobody else. */
@Timeout(120)
final class ExtensionsIT implements ComponentListener {
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @Test
    void callerIsTold_journalRefuses_andMayTryAgain() throws Exception {
        try (AssembledBroker broker = AssembledBroker.start();
                Component component = Rembus.component(options(broker.url("alice")))) {
            broker.journal().setFull(true);
            for (QoS qos : new QoS[] {QoS.AT_LEAST_ONCE, QoS.EXACTLY_ONCE}) {
                assertThatThrownBy(
                                () -> component.publish(Publish.to("t").qos(qos).with(1)))
                        .isInstanceOfSatisfying(RefusedException.class, refusal -> {
                            assertThat(refusal).hasMessage("t: cannot be stored now");
                            assertThat(refusal.status()).contains(Status.ERROR);
                            assertThat(refusal.mayRetry()).isTrue();
                        });
            }

            broker.journal().setFull(false);
            component.publish(Publish.to("t").qos(QoS.EXACTLY_ONCE).with(2));
        }
    }

    @Test
    void outboxSendsAgain_journalRefuses_untilItIsTaken() throws Exception {
        try (AssembledBroker broker = AssembledBroker.start();
                Component subscriber = Rembus.component(broker.url("bob"));
                Component component = Rembus.component(options(broker.url("alice")))) {
            Inbox inbox = new Inbox();
            subscriber.subscribe("t", inbox);
            broker.journal().setFull(true);
            Publish publish = Publish.to("t").qos(QoS.EXACTLY_ONCE);
            component.publish(publish.confirmedBy(Publish.Confirmation.OUTBOX).with(1));
            assertThatThrownBy(() -> component.publish(publish.with(2))).isInstanceOf(RefusedException.class);

            broker.journal().setFull(false);
            component.publish(publish.with(3));
            assertThat(inbox.next().arguments()).containsExactly(3L);
            assertThat(inbox.next().arguments()).containsExactly(1L);
        }
    }

    @Test
    void componentIsTold_brokerStops_orRetentionHasOvertakenIt() throws Exception {
        try (AssembledBroker broker = AssembledBroker.start()) {
            subscribeAndLeave(broker.url("alice"));
            try (Component publisher = Rembus.component(broker.url("bob"))) {
                for (int i = 0; i < 40; i++) {
                    publisher.publish(Publish.to("t").qos(QoS.AT_LEAST_ONCE).with((Object) new byte[100_000]));
                }
            }
            try (Component component = Rembus.component(options(broker.url("alice")))) {
                component.subscribe("t", From.lastReceived(), new Inbox());
                assertThat(told.poll(20, TimeUnit.SECONDS)).startsWith("overtaken t ");

                broker.drain();
                assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("draining");
            }
        }
    }

    private static void subscribeAndLeave(String url) {
        try (Component component = Rembus.component(url)) {
            component.subscribe("t", From.lastReceived(), new Inbox());
        }
    }

    private ComponentOptions options(String url) {
        return ComponentOptions.builder()
                .address(url)
                .ackTimeout(Duration.ofMillis(500))
                .listener(this)
                .build();
    }

    @Override
    public void onOvertaken(String topic, long count) {
        told.add("overtaken " + topic + " " + count);
    }

    @Override
    public void onDraining() {
        told.add("draining");
    }

    @Override
    public void onUndelivered(String topic, long count, RembusException cause) {
        told.add("undelivered " + topic + " " + count);
    }
}
