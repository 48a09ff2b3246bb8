package org.rembus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rembus.broker.settings.Settings;
import org.rembus.broker.testing.CapturedLog;
import org.rembus.broker.testing.RawPeer;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;

/** A broker stops, with a request under way or without. */
final class BrokerCloseTest {
    private static final MessageId ID = MessageId.of(1, MessageId.GEN2_LENGTH);

    private Broker broker;
    private RawPeer service;
    private RawPeer caller;

    @BeforeEach
    void start() throws Exception {
        broker = Broker.start(BrokerOptions.builder()
                .environment(Map.of())
                .set(Settings.STORE, Settings.Store.NONE)
                .set(Settings.REQUEST_TIMEOUT, Duration.ofMinutes(10))
                .webSocket(0)
                .build());
        InetSocketAddress address =
                new InetSocketAddress("127.0.0.1", broker.addresses().getFirst().getPort());
        service = RawPeer.connect(address);
        caller = RawPeer.connect(address);
        service.send(new Message.Admin(ID, "slow", Payload.of(Map.of("cmd", "expose"))))
                .readMessage();
    }

    @AfterEach
    void stop() throws IOException {
        broker.closeAtOnce();
        service.close();
        caller.close();
    }

    private Message.Rpc call() throws IOException {
        caller.send(new Message.Rpc(ID, "slow", null, Payload.NO_ARGUMENTS));
        return (Message.Rpc) service.readMessage();
    }

    /** The broker would wait for those who do not answer it. */
    private void hearGoodbye() throws IOException {
        for (RawPeer peer : List.of(service, caller)) {
            assertThat(peer.readClose()).isEqualTo(1001);
            peer.sendClose(1001);
        }
    }

    /** Begins to close, and waits until no request is taken any more. */
    private CompletableFuture<Void> closing() {
        CompletableFuture<Void> closing = CompletableFuture.runAsync(broker::close);
        await().until(() -> {
            caller.send(new Message.Rpc(ID, "rid", null, Payload.NO_ARGUMENTS));
            return ((Message.Response) caller.readMessage()).status() == Status.ERROR;
        });
        return closing;
    }

    @Test
    void close_requestUnderWay_waitsForItsAnswer() throws IOException {
        Message.Rpc request = call();
        CompletableFuture<Void> closing = closing();
        assertThat(closing).isNotDone();
        service.send(new Message.Response(request.id(), Status.SUCCESS, Payload.of("late")));
        assertThat(((Message.Response) caller.readMessage()).data().value()).isEqualTo("late");
        hearGoodbye();
        assertThat(closing).succeedsWithin(Duration.ofSeconds(30));
        assertThat(broker.hasAnsweredAll()).isTrue();
    }

    @Test
    void closeAtOnce_requestUnderWay_endsTheWaiting() throws IOException {
        call();
        CompletableFuture<Void> closing = closing();
        try (CapturedLog log = CapturedLog.of(Drain.class)) {
            CompletableFuture<Void> atOnce = CompletableFuture.runAsync(broker::closeAtOnce);
            hearGoodbye();
            assertThat(atOnce).succeedsWithin(Duration.ofSeconds(30));
            assertThat(log.lines()).containsExactly("stopping although requests are still under way");
        }
        assertThat(closing).succeedsWithin(Duration.ofSeconds(30));
        assertThat(broker.hasAnsweredAll()).isFalse();
    }

    @Test
    void closeAtOnce_nothingUnderWay_losesNothing() throws IOException {
        CompletableFuture<Void> closing = CompletableFuture.runAsync(broker::closeAtOnce);
        hearGoodbye();
        assertThat(closing).succeedsWithin(Duration.ofSeconds(30));
        assertThat(broker.hasAnsweredAll()).isTrue();
    }
}
