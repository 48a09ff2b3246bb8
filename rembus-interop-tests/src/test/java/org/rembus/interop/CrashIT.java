package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.client.Component;
import org.rembus.client.ComponentOptions;
import org.rembus.client.From;
import org.rembus.client.Publish;
import org.rembus.client.Rembus;
import org.rembus.client.RembusException;
import org.rembus.protocol.QoS;

/** What the broker has acknowledged is there after it was killed, in order, and at QoS 2 once. */
@Timeout(1200)
final class CrashIT {
    private static final int ROUNDS = Boolean.getBoolean("rembus.full") ? 100 : 5;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @RegisterExtension
    final Fixtures fixtures = Fixtures.ofTest();

    private final AtomicBoolean stopping = new AtomicBoolean();

    /** Publishes 1, 2, 3 and so on, one after the other, and notes what was acknowledged. */
    private final class Publisher {
        private final String topic;
        private final Sender sender;
        private final List<Long> acknowledged = new ArrayList<>();
        private final AtomicLong sent = new AtomicLong();
        private final Thread thread;

        Publisher(String topic, Sender sender) {
            this.topic = topic;
            this.sender = sender;
            this.thread = Thread.ofPlatform().name(topic).start(this::run);
        }

        private void run() {
            while (!stopping.get()) {
                long number = sent.incrementAndGet();
                try {
                    sender.send(topic, number);
                    acknowledged.add(number);
                } catch (RembusException | PeerException unknown) {
                    // it may have arrived; nobody was told that it has
                }
            }
        }

        List<Long> acknowledged() throws InterruptedException {
            thread.join();
            return acknowledged;
        }
    }

    private interface Sender {
        void send(String topic, long number);
    }

    @Test
    void acknowledgedMessagesAreThere_brokerIsKilledAgainAndAgain_inOrder() throws Exception {
        BrokerProcess broker = fixtures.add(BrokerProcess.start(folder));
        PythonPeer python = fixtures.add(PythonPeer.start(PythonVersion.V0_8_23, folder));
        Subscriber always = new Subscriber(broker, "always");
        Component java = component(broker, "java-publisher");
        PythonComponent foreign = fixtures.add(python.connect(broker.url("python-publisher")));
        List<Publisher> publishers = List.of(
                new Publisher(
                        "java/1",
                        (topic, number) -> java.publish(
                                Publish.to(topic).qos(QoS.AT_LEAST_ONCE).with(number))),
                new Publisher(
                        "java/2",
                        (topic, number) -> java.publish(
                                Publish.to(topic).qos(QoS.EXACTLY_ONCE).with(number))),
                new Publisher("python/1", (topic, number) -> foreign.publish(QoS.AT_LEAST_ONCE, topic, number)));

        Random random = new Random();
        for (int round = 0; round < ROUNDS; round++) {
            long before = publishers.get(0).sent.get();
            long wanted = before + 1 + random.nextInt(200);
            await("load").atMost(PATIENCE).until(() -> publishers.get(0).sent.get() >= wanted);
            broker.killAndRestart();
        }
        stopping.set(true);

        Subscriber afterwards = new Subscriber(broker, "afterwards");
        for (Publisher publisher : publishers) {
            List<Long> acknowledged = publisher.acknowledged();
            assertThat(acknowledged).hasSizeGreaterThan(ROUNDS);
            always.expect(publisher.topic, acknowledged);
            afterwards.expect(publisher.topic, acknowledged);
        }
        for (Subscriber subscriber : List.of(always, afterwards)) {
            assertThat(subscriber.received("java/2")).doesNotHaveDuplicates();
        }
    }

    private Component component(BrokerProcess broker, String name) {
        return fixtures.add(Rembus.component(ComponentOptions.builder()
                .address(broker.url(name))
                .reconnectPeriod(Duration.ofMillis(100))
                .requestTimeout(Duration.ofSeconds(20))
                .build()));
    }

    /** Gets everything from the beginning on, however often the broker goes away. */
    private final class Subscriber {
        private final List<String> messages = new ArrayList<>();

        Subscriber(BrokerProcess broker, String name) {
            component(broker, name).subscribe("**", From.lastReceived(), message -> {
                if (!message.topic().equals("component_info")) {
                    add(message.topic() + " " + message.argument(0, Long.class));
                }
            });
        }

        private synchronized void add(String message) {
            messages.add(message);
        }

        synchronized List<Long> received(String topic) {
            return messages.stream()
                    .filter(message -> message.startsWith(topic + " "))
                    .map(message -> Long.valueOf(message.substring(topic.length() + 1)))
                    .toList();
        }

        void expect(String topic, List<Long> acknowledged) {
            await(topic)
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(received(topic)).containsAll(acknowledged));
            Set<Long> firsts = new LinkedHashSet<>(received(topic));
            assertThat(new ArrayList<>(firsts)).as("the order of " + topic).isSorted();
        }
    }
}
