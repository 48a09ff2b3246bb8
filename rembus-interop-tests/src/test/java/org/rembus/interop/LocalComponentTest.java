package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.broker.Broker;
import org.rembus.broker.BrokerOptions;
import org.rembus.broker.BrokerStartException;
import org.rembus.broker.settings.Settings;
import org.rembus.client.Component;
import org.rembus.client.ComponentListener;
import org.rembus.client.ComponentOptions;
import org.rembus.client.From;
import org.rembus.client.NotConnectedException;
import org.rembus.client.NotConnectedException.Reason;
import org.rembus.client.Publish;
import org.rembus.client.RefusedException;
import org.rembus.client.Rembus;
import org.rembus.client.Subscription;
import org.rembus.protocol.Encoding;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.QoS;
import org.rembus.protocol.cbor.MessageEncoder;
import org.rembus.protocol.local.EndEvents;
import org.rembus.protocol.local.LocalEnd;

/** Components in the broker's own process, which reach it without a socket. */
@Timeout(60)
final class LocalComponentTest {
    @TempDir
    private Path home;

    private BrokerOptions.Builder options() {
        return BrokerOptions.builder().environment(Map.of()).home(home).localOnly();
    }

    private Broker start() throws BrokerStartException {
        return Broker.start(options().build());
    }

    @Test
    void brokerWithoutPorts_isReachedByComponentsOfItsProcess() throws Exception {
        try (Broker broker = start();
                Component calculator = Rembus.component(broker, "calculator");
                Component home = Rembus.component(broker)) {
            calculator.expose("add", Integer.class, Integer.class, Integer::sum);

            assertThat(broker.addresses()).isEmpty();
            assertThat(home.rpc("add", 1, 2).as(int.class)).isEqualTo(3);
            assertThat(calculator).hasToString("Component calculator at broker broker in this process");
        }
    }

    @Test
    void jsonIsRefused_withoutASocket() throws Exception {
        try (Broker broker = start()) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> ComponentOptions.builder()
                            .broker(broker)
                            .encoding(Encoding.JSON)
                            .build())
                    .withMessage("JSON is for ws:// and wss://, not for a broker in this process");
        }
    }

    @Test
    void componentOfTheProcess_andOneOnASocket_meet() throws Exception {
        try (Broker broker = Broker.start(options().webSocket(0).build());
                Component near = Rembus.component(broker, "near");
                Component far = Rembus.component(broker.addresses().getFirst() + "/far")) {
            Inbox atNear = new Inbox();
            Inbox atFar = new Inbox();
            near.subscribe("to/near", atNear);
            far.subscribe("to/far", atFar);
            for (QoS qos : QoS.values()) {
                far.publish(Publish.to("to/near").qos(qos).with("hello", qos.name()));
                near.publish(Publish.to("to/far").qos(qos).with("hello", qos.name()));

                assertThat(atNear.next().arguments()).containsExactly("hello", qos.name());
                assertThat(atFar.next().arguments()).containsExactly("hello", qos.name());
            }
        }
    }

    @Test
    void messagesOfEverySize_arriveWholeAndInOrder() throws Exception {
        try (Broker broker = start();
                Component publisher = Rembus.component(broker);
                Component subscriber = Rembus.component(broker)) {
            Inbox inbox = new Inbox();
            subscriber.subscribe("sizes/*", inbox);
            List<Integer> sizes = List.of(0, 1, 100, 5_000, 100_000, 3_000_000, 7);
            for (int size : sizes) {
                publisher.publish("sizes/" + size, (Object) new byte[size]);
            }
            assertThat(sizes)
                    .allSatisfy(size ->
                            assertThat(inbox.next().argument(0, byte[].class)).hasSize(size));
        }
    }

    @Test
    void twin_ofAComponentThatIsAway_remembers() throws Exception {
        try (Broker broker = start()) {
            try (Component first = Rembus.component(broker, "alice")) {
                first.subscribe(Subscription.to("news").from(From.lastReceived()), new Inbox());
            }
            try (Component publisher = Rembus.component(broker)) {
                publisher.publish(Publish.to("news").qos(QoS.AT_LEAST_ONCE).with("while away"));
            }
            Inbox inbox = new Inbox();
            try (Component again = Rembus.component(broker, "alice")) {
                again.subscribe(Subscription.to("news").from(From.lastReceived()), inbox);
                assertThat(inbox.next().arguments()).containsExactly("while away");
            }
        }
    }

    @Test
    void nameThatIsTaken_isRefused() throws Exception {
        try (Broker broker = start();
                Component first = Rembus.component(broker, "alice")) {
            assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> Rembus.component(broker, "alice"));
            assertThat(first.rpc("version").isNull()).isFalse();
        }
    }

    @Test
    void brokerThatIsClosed_endsItsComponentsForGood() throws Exception {
        CompletableFuture<NotConnectedException> told = new CompletableFuture<>();
        Broker broker = start();
        try (Component component = Rembus.component(ComponentOptions.builder()
                .broker(broker)
                .listener(new ComponentListener() {
                    @Override
                    public void onDisconnected(NotConnectedException why) {
                        told.complete(why);
                    }
                })
                .build())) {
            CompletableFuture<Void> ended = component.async().forever();
            broker.close();

            assertThat(told.get(10, TimeUnit.SECONDS)).hasMessageContaining("the broker was closed");
            assertThatExceptionOfType(NotConnectedException.class)
                    .isThrownBy(() -> component.rpc("version"))
                    .satisfies(why -> assertThat(why.reason()).isEqualTo(Reason.BROKER_CLOSED))
                    .withMessageStartingWith("version: the broker was closed");
            assertThat(ended).failsWithin(10, TimeUnit.SECONDS);
            assertThatExceptionOfType(NotConnectedException.class)
                    .isThrownBy(() -> Rembus.component(broker))
                    .withMessageContaining("the broker was closed");
        }
    }

    @Test
    void memberOfAPool_hasItsBareName() throws Exception {
        try (Broker broker = start();
                Component first = Rembus.component(broker, "worker?pool=true");
                Component second = Rembus.component(broker, "worker?pool=true")) {
            assertThat(first.name()).isEqualTo("worker");
            assertThat(second.name()).isEqualTo("worker");
        }
    }

    @Test
    void durableFlood_isAcknowledgedAndDeliveredCompletely() throws Exception {
        int count = 5_000;
        try (Broker broker = start();
                Component publisher = Rembus.component(broker);
                Component subscriber = Rembus.component(broker)) {
            LinkedBlockingQueue<Long> got = new LinkedBlockingQueue<>();
            subscriber.subscribe("flood", message -> got.add(message.argument(0, Long.class)));
            List<CompletableFuture<Void>> sent = IntStream.range(0, count)
                    .mapToObj(i -> publisher
                            .async()
                            .publish(Publish.to("flood").qos(QoS.EXACTLY_ONCE).with(i)))
                    .toList();
            sent.forEach(CompletableFuture::join);
            await().until(() -> got.size() >= count);
            assertThat(got)
                    .containsExactlyElementsOf(
                            IntStream.range(0, count).mapToObj(Long::valueOf).toList());
        }
    }

    /** Its thread stands still, so that nothing that it is sent is taken. */
    @Test
    void slowComponent_losesWhatItDoesNotTake_andHoldsNoMoreThanItsBound() throws Exception {
        int bound = 1 << 20;
        Queue<Runnable> standing = new ConcurrentLinkedQueue<>();
        CountedEnd received = new CountedEnd();
        try (Broker broker = Broker.start(options()
                        .set(Settings.MAX_OUTPUT, (long) bound)
                        .set(Settings.STORE, Settings.Store.NONE)
                        .build());
                Component publisher = Rembus.component(broker)) {
            LocalEnd slow = broker.connect(standing::add, Extensions.NONE);
            slow.begin(received);
            slow.send(admin(1, "flood", Map.of("cmd", "subscribe", "msg_from", 0)));
            slow.send(admin(2, "__config__", Map.of("cmd", "reactive", "status", true)));
            for (int i = 0; i < 10_000; i++) {
                publisher.publish("flood", (Object) new byte[1_000]);
            }
            publisher.rpc("version");
            assertThat(broker.statistics().bufferBytes()).isBetween((long) bound / 2, 2L * bound);

            while (broker.statistics().bufferBytes() > 0) {
                Runnable task = standing.poll();
                if (task != null) {
                    task.run();
                }
            }
            assertThat(received.messages).isBetween(500, 5_000);
        }
    }

    private static byte[] admin(long id, String topic, Map<String, ?> data) {
        MessageId messageId = MessageId.of(id, MessageId.GEN2_LENGTH);
        return MessageEncoder.encode(new Message.Admin(messageId, topic, Payload.of(data)));
    }

    private static final class CountedEnd implements EndEvents {
        private int messages;

        @Override
        public void onMessage(byte[] message) {
            messages++;
        }

        @Override
        public void onMessagesComplete() {}

        @Override
        public void onTaken(long charge) {}

        @Override
        public void onEnd(int code, String reason) {}
    }
}
