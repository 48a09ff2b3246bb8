package org.rembus.broker.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.Status;

/**
 * Four well-behaved peers, each with a connection of its own, that publish, subscribe, call and serve in a thread of
 * their own while others misbehave. Whoever closes them learns whether they noticed.
 */
public final class Bystanders implements AutoCloseable {
    private static final String TOPIC = "bystander/news";
    private static final String SERVICE = "bystander/service";
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(5);

    private final RawPeer publisher;
    private final RawPeer subscriber;
    private final RawPeer caller;
    private final RawPeer service;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    // -- the thread's own, until it has ended --
    private long rounds;
    private long longestRoundNs;

    private Bystanders(InetSocketAddress broker) throws IOException {
        publisher = named(broker, "bystander.publisher");
        subscriber = named(broker, "reader.publisher");
        caller = RawPeer.connect(broker);
        service = RawPeer.connect(broker);
        command(subscriber, TOPIC, Map.of("cmd", "subscribe", "msg_from", 0));
        command(subscriber, "__config__", Map.of("cmd", "reactive", "status", true));
        command(service, SERVICE, Map.of("cmd", "expose"));
    }

    /** Connects them and lets them go on until they are closed. */
    public static Bystanders start(InetSocketAddress broker) throws IOException {
        Bystanders bystanders = new Bystanders(broker);
        bystanders.thread.scheduleWithFixedDelay(bystanders::run, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        return bystanders;
    }

    private static RawPeer named(InetSocketAddress broker, String name) throws IOException {
        RawPeer peer = RawPeer.connect(broker);
        MessageId id = MessageId.of(1, MessageId.GEN2_LENGTH);
        succeed(peer, id, new Message.Identity(id, name, Payload.of(Map.of())));
        return peer;
    }

    private static void command(RawPeer peer, String topic, Map<String, Object> command) throws IOException {
        MessageId id = MessageId.of(2, MessageId.GEN2_LENGTH);
        succeed(peer, id, new Message.Admin(id, topic, Payload.of(command)));
    }

    private static void succeed(RawPeer peer, MessageId id, Message request) throws IOException {
        Message.Response answer = (Message.Response) next(peer.send(request));
        assertThat(answer.status()).as("answer to %s: %s", request, answer).isEqualTo(Status.SUCCESS);
        assertThat(answer.id()).isEqualTo(id);
    }

    private void run() {
        if (failure.get() != null) {
            return;
        }
        try {
            long startNs = System.nanoTime();
            publish(++rounds);
            call(rounds);
            longestRoundNs = Math.max(longestRoundNs, System.nanoTime() - startNs);
        } catch (IOException | RuntimeException | AssertionError e) {
            failure.set(e);
        }
    }

    /** One message, acknowledged on both legs; and it is the next one: nothing was lost, doubled or mixed in. */
    private void publish(long number) throws IOException {
        MessageId id = MessageId.of(number, MessageId.GEN2_LENGTH);
        publisher.send(new Message.Publish(PublishFlags.QOS1, id, TOPIC, Payload.ofArguments(number)));
        Message.Publish received = (Message.Publish) next(subscriber);
        assertThat(received.topic()).isEqualTo(TOPIC);
        assertThat(received.data().value()).isEqualTo(List.of(number));
        subscriber.send(new Message.Ack(received.requireId()));
        assertThat(next(publisher)).isEqualTo(new Message.Ack(id));
    }

    private void call(long number) throws IOException {
        MessageId id = MessageId.of(number, MessageId.GEN2_LENGTH);
        caller.send(new Message.Rpc(id, SERVICE, null, Payload.ofArguments(number)));
        Message.Rpc request = (Message.Rpc) next(service);
        assertThat(request.data().value()).isEqualTo(List.of(number));
        service.send(new Message.Response(request.id(), Status.SUCCESS, Payload.of(-number)));
        assertThat(next(caller)).isEqualTo(new Message.Response(id, Status.SUCCESS, Payload.of(-number)));
    }

    /** The next message; pings before it are answered. */
    private static Message next(RawPeer peer) throws IOException {
        RawPeer.Frame frame = peer.read();
        while (frame.opcode() == RawPeer.PING) {
            frame = peer.sendFrame(RawPeer.FIN | RawPeer.PONG, frame.payload()).read();
        }
        return RawPeer.message(frame);
    }

    /** Ends them, and fails if one of them noticed anything. */
    @Override
    public void close() throws IOException {
        thread.shutdown();
        try {
            assertThat(thread.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        run();
        for (RawPeer peer : List.of(publisher, subscriber, caller, service)) {
            peer.close();
        }
        assertThat(failure.get())
                .as("what a bystander noticed, in round %d", rounds)
                .isNull();
        assertThat(Duration.ofNanos(longestRoundNs))
                .as("how long a bystander waited at most")
                .isLessThan(LONGEST_ROUND);
    }
}
