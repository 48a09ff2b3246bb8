package org.rembus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.protocol.Message;
import org.rembus.protocol.QoS;

/** A component whose outbox is a file, over real sockets and a real disk. */
@Timeout(120)
final class FileOutboxTest {
    @TempDir
    private Path folder;

    private ScriptedBroker broker;

    @BeforeEach
    void startBroker() {
        broker = ScriptedBroker.start();
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void nextComponentOfTheName_sendsWhatWasNotAcknowledged_underTheSameIds() {
        broker.ignore(Message.Publish.class);
        List<Message.Publish> first = new ArrayList<>();
        try (Component component = Rembus.component(options().build())) {
            component.publish(forOutbox(QoS.EXACTLY_ONCE).with(1));
            component.publish(forOutbox(QoS.AT_LEAST_ONCE).slot(7).with(2));
            ScriptedPeer peer = broker.awaitPeer();
            first.add(peer.next(Message.Publish.class));
            first.add(peer.next(Message.Publish.class));
        }

        try (Component component = Rembus.component(options().build())) {
            ScriptedPeer peer = broker.awaitPeer();
            assertThat(List.of(peer.next(Message.Publish.class), peer.next(Message.Publish.class)))
                    .isEqualTo(first);
            first.forEach(publish -> peer.send(new Message.Ack(publish.requireId())));
            assertThat(peer.next(Message.Ack2.class).id())
                    .isEqualTo(first.getFirst().requireId());
            assertThat(component.isConnected()).isTrue();
        }

        try (Component component = Rembus.component(options().build())) {
            component.publish(Publish.to("other"));
            broker.awaitPeer().next(Message.Publish.class);
            assertThat(component.isConnected()).isTrue();
        }
    }

    @Test
    void publishReturns_noBrokerThere_andGoesOutWhenItComes() {
        broker.goAway();
        ComponentOptions options = options()
                .firstConnect(ComponentOptions.FirstConnect.KEEP_TRYING)
                .build();
        try (Component component = Rembus.component(options)) {
            component.publish(forOutbox(QoS.AT_LEAST_ONCE).with(1));
            CompletableFuture<Void> acknowledged = component
                    .async()
                    .publish(Publish.to("t").qos(QoS.EXACTLY_ONCE).with(2));
            assertThat(component.isConnected()).isFalse();

            broker.comeBack();
            assertThat(acknowledged).succeedsWithin(Duration.ofSeconds(20));
            ScriptedPeer peer = broker.awaitPeer();
            assertThat(peer.received(Message.Publish.class))
                    .extracting(publish -> publish.data().arguments().getFirst())
                    .containsExactly(1L, 2L);
        }
    }

    @Test
    void publishForTheOutbox_failFast_needsNoConnection() {
        ComponentOptions options = options()
                .whenDisconnected(ComponentOptions.WhenDisconnected.FAIL_FAST)
                .build();
        try (Component component = Rembus.component(options)) {
            broker.awaitPeer();
            broker.goAway();
            await().until(() -> !component.isConnected());

            component.publish(forOutbox(QoS.AT_LEAST_ONCE).with(1));
            assertThatThrownBy(() -> component.publish(
                            Publish.to("t").qos(QoS.AT_LEAST_ONCE).with(2)))
                    .isInstanceOf(NotConnectedException.class);
            broker.comeBack();
            assertThat(broker.awaitPeer().next(Message.Publish.class).data().arguments())
                    .containsExactly(1L);
        }
    }

    @Test
    void secondComponent_sameFile_isRefusedWithTheReason() {
        try (Component first = Rembus.component(options().build())) {
            assertThatThrownBy(() -> Rembus.component(options().build()))
                    .isInstanceOfSatisfying(OutboxException.class, failure -> {
                        assertThat(failure).hasMessageContaining(folder.resolve("outbox") + ": in use by another");
                        assertThat(failure.mayRetry()).isFalse();
                    });
            assertThat(first.isConnected()).isTrue();
        }
        Rembus.component(options().build()).close();
    }

    @Test
    void componentWithoutName_isRefused_anOutboxInAFile() {
        assertThatThrownBy(() -> ComponentOptions.builder()
                        .address(broker.url())
                        .outbox(folder.resolve("outbox"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a component without a name");
    }

    @Test
    void publishIsRefused_qos0ForTheOutbox_orOutboxFull() {
        broker.ignore(Message.Publish.class);
        Outbox small = Outbox.inFile(folder.resolve("outbox")).maxMessages(2);
        try (Component component = Rembus.component(options().outbox(small).build())) {
            assertThatThrownBy(() -> component.publish(forOutbox(QoS.AT_MOST_ONCE)))
                    .isInstanceOf(IllegalArgumentException.class);
            component.publish(forOutbox(QoS.AT_LEAST_ONCE).with(1));
            component.publish(forOutbox(QoS.AT_LEAST_ONCE).with(2));

            assertThatThrownBy(
                            () -> component.publish(forOutbox(QoS.AT_LEAST_ONCE).with(3)))
                    .isInstanceOfSatisfying(
                            OverloadedException.class,
                            failure -> assertThat(failure)
                                    .hasMessageContaining("t: the outbox is full (at most 2 messages"));
        }
    }

    private static Publish forOutbox(QoS qos) {
        return Publish.to("t").qos(qos).confirmedBy(Publish.Confirmation.OUTBOX);
    }

    private ComponentOptions.Builder options() {
        return ComponentOptions.builder()
                .address(broker.url() + "/alice")
                .reconnectPeriod(Duration.ofMillis(100))
                .outbox(folder.resolve("outbox"));
    }
}
