package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.client.Component;
import org.rembus.client.ComponentOptions;
import org.rembus.client.From;
import org.rembus.client.Publish;
import org.rembus.client.RefusedException;
import org.rembus.client.Rembus;
import org.rembus.protocol.Payload;
import org.rembus.protocol.QoS;

/** What the real broker does on a disk that is full, and on one that cannot be written to. */
@Timeout(180)
final class FullDiskIT {
    private static final int PAYLOAD_BYTES = 100_000;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    private Path home;

    @RegisterExtension
    final Fixtures fixtures = Fixtures.ofTest();

    private Path data;

    @BeforeEach
    void makeFolder() throws IOException {
        data = Files.createDirectory(home.resolve("data"));
    }

    private RembusCommand command(MountNamespace mounts) {
        // segments of 1 MiB
        return new RembusCommand(mounts.entry(), RembusCommand.BRIEF, Map.of("REMBUS_RETENTION_SIZE", "8388608"), home);
    }

    /** A file that takes all room that there is, and what others give back meanwhile, until it is closed. */
    private static final class Ballast implements AutoCloseable {
        private final Path file;
        private final CountDownLatch released = new CountDownLatch(1);
        private final Future<?> filling;

        Ballast(Path file) throws IOException {
            this.file = file;
            Files.createFile(file);
            fill();
            FutureTask<?> task = new FutureTask<>(this::keepFull);
            Thread.ofVirtual().start(task);
            filling = task;
        }

        private @Nullable Void keepFull() throws IOException, InterruptedException {
            while (!released.await(1, TimeUnit.MILLISECONDS)) {
                fill();
            }
            return null;
        }

        private void fill() throws IOException {
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
                byte[] chunk = new byte[4096];
                while (true) {
                    out.write(chunk);
                }
            } catch (IOException full) {
                assertThat(full).hasMessageContaining("No space left on device");
            }
        }

        @Override
        public void close() throws Exception {
            released.countDown();
            filling.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            Files.deleteIfExists(file);
        }
    }

    /** Publishes numbers, and notes which of them were acknowledged. */
    private static final class Numbers {
        private final Component component;
        private final List<Long> acknowledged = new ArrayList<>();
        private long last;

        Numbers(Component component) {
            this.component = component;
        }

        void publish(QoS qos) {
            last++;
            component.publish(Publish.to("numbers").qos(qos).with(last, new byte[PAYLOAD_BYTES]));
            acknowledged.add(last);
        }

        /** @return why one was not acknowledged */
        RefusedException publishUntilRefused(QoS qos) {
            RefusedException refusal = null;
            while (refusal == null) {
                refusal = catchThrowableOfType(RefusedException.class, () -> publish(qos));
            }
            return refusal;
        }
    }

    @Test
    void diskIsFull_nothingIsAcknowledged_theRestGoesOn_untilThereIsRoom() throws Exception {
        MountNamespace mounts = fixtures.add(MountNamespace.open("mount -t tmpfs -o size=16m tmpfs " + data, home));
        BrokerProcess broker = fixtures.add(BrokerProcess.start(command(mounts), data));
        PythonPeer python = fixtures.add(PythonPeer.start(PythonVersion.V0_8_23, home));
        PythonComponent foreign = python.connect(broker.url("python"));
        Component other = fixtures.add(Rembus.component(broker.url("other")));
        Inbox direct = new Inbox();
        other.subscribe("direct", direct);
        other.expose("service", () -> "done");
        Numbers numbers = new Numbers(fixtures.add(Rembus.component(
                ComponentOptions.builder().address(broker.url("java")).build())));
        for (int i = 0; i < 5; i++) {
            numbers.publish(QoS.EXACTLY_ONCE);
        }

        Path ballast = mounts.seenFromOutside(data.resolve("ballast"));
        Ballast first = fixtures.add(new Ballast(ballast));
        RefusedException refusal = numbers.publishUntilRefused(QoS.AT_LEAST_ONCE);
        assertThat(refusal).hasMessageContaining("cannot be stored now");
        assertThat(catchThrowableOfType(RefusedException.class, () -> numbers.publish(QoS.EXACTLY_ONCE)))
                .isNotNull();
        awaitLog(broker, "nothing is stored or acknowledged");
        awaitLog(broker, "the view of the log failed");

        long losses = losses(broker);
        CompletableFuture<Payload> unacknowledged =
                foreign.publishLater(QoS.AT_LEAST_ONCE, "numbers", -1L, new byte[10]);
        await("what Python published is lost").atMost(PATIENCE).until(() -> losses(broker) > losses);
        assertThat(unacknowledged).isNotDone();
        numbers.component.publish("direct", "still");
        assertThat(direct.next().argument(0, String.class)).isEqualTo("still");
        assertThat(foreign.rpc("service").value()).isEqualTo("done");

        first.close();
        unacknowledged.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        awaitLog(broker, "messages are stored again");
        awaitLog(broker, "the view of the log has been opened again");
        foreign.close();
        assertThat(fixtures.add(python.connect(broker.url("python")))
                        .rpc("service")
                        .value())
                .isEqualTo("done");
        numbers.publish(QoS.AT_LEAST_ONCE);
        numbers.publish(QoS.EXACTLY_ONCE);
        numbers.acknowledged.add(-1L);

        assertThat(broker.stop()).isZero();
        Ballast second = fixtures.add(new Ballast(ballast));
        try (BrokerProcess refused = BrokerProcess.launch(command(mounts), data)) {
            assertThat(refused.becomesReady()).isFalse();
            assertThat(refused.awaitEnd()).isEqualTo(1);
            assertThat(refused.log())
                    .singleElement()
                    .asString()
                    .startsWith("rembus: ")
                    .contains("No space left on device");
        }
        second.close();
        assertThat(command(mounts).run("journal", "verify", data.toString()).out())
                .last()
                .isEqualTo("intact");
        broker.restart();
        expectAll(broker, numbers.acknowledged);
    }

    private static void awaitLog(BrokerProcess broker, String words) {
        await(words).atMost(PATIENCE).until(() -> broker.log().stream().anyMatch(line -> line.contains(words)));
    }

    private static long losses(BrokerProcess broker) throws IOException {
        return broker.log().stream()
                .filter(line -> line.contains("could not be stored and are not acknowledged"))
                .count();
    }

    private void expectAll(BrokerProcess broker, List<Long> acknowledged) {
        TreeSet<Long> received = new TreeSet<>();
        Component reader = fixtures.add(Rembus.component(broker.url("reader")));
        reader.subscribe("numbers", From.lastReceived(), message -> {
            synchronized (received) {
                received.add(message.argument(0, Long.class));
            }
        });
        await("all that was acknowledged").atMost(PATIENCE).until(() -> {
            synchronized (received) {
                return received.containsAll(acknowledged);
            }
        });
    }

    @Test
    void folderCannotBeWrittenTo_startIsRefused_withOneSentence() throws Exception {
        RembusCommand plain = RembusCommand.in(home);
        try (BrokerProcess first = BrokerProcess.start(plain, data)) {
            assertThat(first.stop()).isZero();
        }
        Map<String, String> before = new DataFolder(data).digests();
        MountNamespace mounts = fixtures.add(MountNamespace.open(
                "mount --bind " + data + " " + data + " && mount -o remount,bind,ro " + data, home));

        try (BrokerProcess refused = BrokerProcess.launch(command(mounts), data)) {
            assertThat(refused.becomesReady()).isFalse();
            assertThat(refused.awaitEnd()).isEqualTo(1);
            assertThat(refused.log())
                    .singleElement()
                    .asString()
                    .startsWith("rembus: ")
                    .contains(data.toString(), "Read-only file system");
        }
        assertThat(new DataFolder(data).digests()).containsExactlyEntriesOf(before);
    }
}
