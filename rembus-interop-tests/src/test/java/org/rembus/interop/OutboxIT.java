package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.client.Component;
import org.rembus.client.ComponentOptions;
import org.rembus.client.Outbox;
import org.rembus.client.Publish;
import org.rembus.client.Received;
import org.rembus.client.Rembus;
import org.rembus.protocol.QoS;

/** What an outbox promises, with our broker at the other end: everything arrives, once, in order. */
@Timeout(180)
final class OutboxIT {
    private static final String NOWHERE = "ws://127.0.0.1:1/alice";

    @TempDir
    private Path folder;

    private final Inbox inbox = new Inbox();
    private JavaBroker broker;
    private Link link;
    private Component subscriber;

    @BeforeEach
    void start() throws Exception {
        broker = JavaBroker.start(Files.createDirectory(folder.resolve("broker")));
        link = Link.to(broker.port());
        subscriber = Rembus.component(broker.url("subscriber"));
        subscriber.subscribe("numbers/*", inbox);
    }

    @AfterEach
    void stop() throws Exception {
        subscriber.close();
        link.close();
        broker.close();
    }

    @Test
    void everyNumberArrivesOnceAndInOrder_connectionsCut_outboxInAFile() throws Exception {
        publishWhileCutting(Outbox.inFile(folder.resolve("outbox")), Publish.Confirmation.OUTBOX);
    }

    @Test
    void everyNumberArrivesOnceAndInOrder_connectionsCut_outboxInMemory() throws Exception {
        publishWhileCutting(Outbox.inMemory(), Publish.Confirmation.BROKER);
    }

    private void publishWhileCutting(Outbox outbox, Publish.Confirmation confirmation) throws Exception {
        int cuts = 8;
        int numbersBetween = 300;
        Publish publish = Publish.to("numbers/cut").qos(QoS.EXACTLY_ONCE).confirmedBy(confirmation);
        List<CompletableFuture<Void>> published = new ArrayList<>();
        try (Component component = Rembus.component(options("alice", outbox))) {
            for (int number = 1; number <= cuts * numbersBetween; number++) {
                published.add(component.async().publish(publish.with(number)));
                if (number % numbersBetween == 0) {
                    published.get(number - numbersBetween / 2).join();
                    link.cut();
                }
            }
            CompletableFuture.allOf(published.toArray(CompletableFuture[]::new)).join();
            expectNumbers("numbers/cut", 1, (long) cuts * numbersBetween);
        }
        expectNoMore();
    }

    @Test
    void everyNumberArrivesOnceAndInOrder_publisherKilled_andStartedAgain() throws Exception {
        Path file = folder.resolve("outbox");
        Map<String, Long> confirmed = new LinkedHashMap<>();
        for (int life = 1; life <= 3; life++) {
            String topic = "numbers/life" + life;
            String address = life == 1 ? NOWHERE : link.url("alice");
            try (PublishingChild child = PublishingChild.start(address, file, topic)) {
                confirmed.put(topic, child.killAfter(150L * life));
            }
        }

        Map<String, List<Long>> arrived = new LinkedHashMap<>();
        try (Component heir = Rembus.component(options("alice", Outbox.inFile(file)))) {
            // the last one comes when all that was in the file is through
            heir.publish(Publish.to("numbers/end").qos(QoS.EXACTLY_ONCE).with(0));
            for (Received next = inbox.next(); !next.topic().equals("numbers/end"); next = inbox.next()) {
                arrived.computeIfAbsent(next.topic(), topic -> new ArrayList<>())
                        .add(number(next));
            }
        }
        expectNoMore();
        confirmed.forEach((topic, last) -> {
            List<Long> numbers = arrived.getOrDefault(topic, List.of());
            assertThat(numbers).as(topic).hasSizeGreaterThanOrEqualTo(last.intValue());
            assertThat(numbers)
                    .isEqualTo(LongStream.rangeClosed(1, numbers.size()).boxed().toList());
        });
    }

    private void expectNumbers(String topic, long first, long last) {
        for (long number = first; number <= last; number++) {
            Received message = inbox.next();
            assertThat(message.topic()).isEqualTo(topic);
            assertThat(number(message)).isEqualTo(number);
        }
    }

    private void expectNoMore() {
        assertThat(inbox.hasWithin(Duration.ofMillis(500))).isFalse();
    }

    private static long number(Received message) {
        return message.argument(0, Long.class);
    }

    private ComponentOptions options(String name, Outbox outbox) {
        return ComponentOptions.builder()
                .address(link.url(name))
                .reconnectPeriod(Duration.ofMillis(50))
                .firstConnect(ComponentOptions.FirstConnect.KEEP_TRYING)
                .requestTimeout(Duration.ofSeconds(60))
                .outbox(outbox)
                .build();
    }
}
