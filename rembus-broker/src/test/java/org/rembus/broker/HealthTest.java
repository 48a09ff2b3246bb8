package org.rembus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.broker.settings.Settings;
import org.rembus.broker.testing.CapturedLog;
import org.rembus.broker.testing.RawHttp;
import org.rembus.broker.testing.RawPeer;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.Status;

/** What {@code /healthz} and {@code /readyz} say while something is wrong with a real broker, and afterwards. */
@Timeout(60)
final class HealthTest {
    private static final Duration PATIENCE = Duration.ofSeconds(50);
    private static final MessageId ID = MessageId.of(1, MessageId.GEN2_LENGTH);

    /** So that segments are as small as they can be. */
    private static final long SMALL_LOG = 1 << 20;

    @TempDir
    private Path data;

    private Broker broker;
    private RawHttp client;

    @BeforeEach
    void start() throws Exception {
        broker = Broker.start(BrokerOptions.builder()
                .environment(Map.of())
                .data(data)
                .set(Settings.RETENTION_SIZE, SMALL_LOG)
                .set(Settings.REQUEST_TIMEOUT, Duration.ofMinutes(10))
                .webSocket(0)
                .build());
        client = RawHttp.connect(address());
    }

    @AfterEach
    void stop() throws IOException {
        broker.closeAtOnce();
        client.close();
    }

    private InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", broker.addresses().getFirst().getPort());
    }

    private void expect(int status, String path, String body) throws IOException {
        RawHttp.Answer answer = client.ask("GET " + path + " HTTP/1.1");
        assertThat(answer.body()).startsWith(body);
        assertThat(answer.status()).isEqualTo(status);
    }

    private int statusOf(String path) throws IOException {
        return client.ask("GET " + path + " HTTP/1.1").status();
    }

    /** Where the journal is to be, there is nothing any more: it goes on in the segment that it has, and finds no other. */
    @Test
    void areRed_journalCannotWrite_untilItCan() throws IOException {
        expect(200, "/healthz", "ok");
        expect(200, "/readyz", "ok");
        Path journal = data.resolve(DiskStorage.LOG_FOLDER);
        Path elsewhere = Files.move(journal, data.resolve("elsewhere"));
        try (CapturedLog log = CapturedLog.of(LoggedNotices.class);
                RawPeer publisher = RawPeer.connect(address())) {
            Payload large = Payload.ofArguments(new byte[300_000]);
            await().atMost(PATIENCE).until(() -> {
                publisher.send(Message.Publish.of("numbers", large));
                return statusOf("/healthz") == 503;
            });
            expect(503, "/healthz", "nothing is stored or acknowledged: ");
            expect(503, "/readyz", "nothing is stored or acknowledged: ");
            assertThat(log.errors()).first().asString().startsWith("nothing is stored or acknowledged: ");

            Files.move(elsewhere, journal);
            await().atMost(PATIENCE).until(() -> statusOf("/healthz") == 200);
            expect(200, "/readyz", "ok");
            publisher.send(new Message.Publish(PublishFlags.QOS1, ID, "numbers", large));
            assertThat(publisher.readMessage()).isEqualTo(new Message.Ack(ID));
        }
    }

    @Test
    void isNotReadyButHealthy_brokerIsStopping() throws Exception {
        try (RawPeer service = RawPeer.connect(address());
                RawPeer caller = RawPeer.connect(address())) {
            service.send(new Message.Admin(ID, "slow", Payload.of(Map.of("cmd", "expose"))))
                    .readMessage();
            caller.send(new Message.Rpc(ID, "slow", null, Payload.NO_ARGUMENTS));
            Message.Rpc request = (Message.Rpc) service.readMessage();
            CompletableFuture<Void> closing = CompletableFuture.runAsync(broker::close);
            await().atMost(PATIENCE).until(() -> statusOf("/readyz") == 503);
            expect(503, "/readyz", "the broker is stopping");
            expect(200, "/healthz", "ok");

            service.send(new Message.Response(request.id(), Status.SUCCESS, Payload.of("late")));
            assertThat(((Message.Response) caller.readMessage()).data().value()).isEqualTo("late");
            caller.sendClose(1000);
            service.sendClose(1000);
            assertThat(closing).succeedsWithin(PATIENCE);
        }
    }
}
