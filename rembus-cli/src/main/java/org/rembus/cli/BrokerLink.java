package org.rembus.cli;

import java.net.ConnectException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.rembus.cli.print.FailedException;
import org.rembus.client.ComponentOptions;
import org.rembus.client.connection.Connector;
import org.rembus.client.connection.Destination;
import org.rembus.client.connection.EventLoops;
import org.rembus.client.connection.LinkEvents;
import org.rembus.client.connection.OpenLink;
import org.rembus.client.connection.OutputBudget;
import org.rembus.client.session.Ending;
import org.rembus.protocol.Encoding;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;
import org.rembus.protocol.cbor.MessageEncoder;

/** A connection to ask a broker administration commands on that are no component's business. For one thread. */
final class BrokerLink implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String EVERYTHING = "__config__";
    private static final int NORMAL = 1000;

    private final String broker;
    private final EventLoops.Lease lease;
    private final OpenLink link;
    private final Inbox inbox;
    private long ids;

    private BrokerLink(String broker, EventLoops.Lease lease, OpenLink link, Inbox inbox) {
        this.broker = broker;
        this.lease = lease;
        this.link = link;
        this.inbox = inbox;
    }

    /**
     * Connects, without the name that options may have.
     *
     * @throws FailedException if there is no broker
     * @throws IllegalArgumentException if components do not connect by the protocol of the address
     */
    static BrokerLink open(ComponentOptions options) {
        Destination destination = new Destination(
                options.address().place(),
                options.tls(),
                Encoding.CBOR,
                options.maxMessageBytes(),
                options.pingInterval());
        String broker = destination.address().toString();
        EventLoops.Lease lease = EventLoops.acquire();
        try {
            Inbox inbox = new Inbox();
            new Connector(destination, lease.loop(), Thread::startVirtualThread, new OutputBudget(), inbox).connect();
            return new BrokerLink(broker, lease, inbox.connected.join(), inbox);
        } catch (CompletionException e) {
            lease.release();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            throw new FailedException("cannot connect to " + broker + ": " + reason, e);
        } catch (IllegalArgumentException e) {
            lease.release();
            throw e;
        }
    }

    String broker() {
        return broker;
    }

    /**
     * Asks what brokers answer on their own machine only, and waits for the answer.
     *
     * @param about what it tells of
     * @throws FailedException if there is no answer, or this broker does not give it
     */
    Message.Response ask(String about, String command, Map<String, Object> keys) throws InterruptedException {
        Message.Response response = ask(command, keys);
        if (response.status() == Status.UNKNOWN_COMMAND) {
            throw new FailedException(broker + " does not tell of its " + about
                    + ": it does on its own machine only, unless local_commands is false there,"
                    + " and older brokers do not at all");
        }
        return response;
    }

    /** @throws FailedException if the answer is an error, or anything else than a map */
    Map<?, ?> map(Message.Response response) {
        if (response.status() == Status.SUCCESS && response.data().value() instanceof Map<?, ?> answer) {
            return answer;
        }
        throw new FailedException(broker + ": " + response.data().value());
    }

    private Message.Response ask(String command, Map<String, Object> keys) throws InterruptedException {
        Map<String, Object> data = new LinkedHashMap<>(keys);
        data.put("cmd", command);
        MessageId id = MessageId.of(++ids, MessageId.GEN2_LENGTH);
        byte[] question = MessageEncoder.encode(new Message.Admin(id, EVERYTHING, Payload.of(data)));
        lease.loop().execute(() -> link.send(question));
        while (true) {
            Object next = inbox.messages.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                throw new FailedException(broker + " does not answer");
            }
            if (next instanceof String problem) {
                throw new FailedException("the connection to " + broker + " broke: " + problem);
            }
            if (next instanceof Message.Response response && response.id().equals(id)) {
                return response;
            }
        }
    }

    @Override
    public void close() {
        lease.loop().execute(() -> {
            link.close(NORMAL, "");
            link.whenClosed(lease::release);
        });
    }

    /** What comes: messages, and at the end a text that says why. */
    private static final class Inbox implements LinkEvents {
        private static final int MOST_WAITING = 16;

        private final CompletableFuture<OpenLink> connected = new CompletableFuture<>();
        private final BlockingQueue<Object> messages = new ArrayBlockingQueue<>(MOST_WAITING);

        @Override
        public void onConnected(OpenLink link) {
            connected.complete(link);
        }

        @Override
        public void onConnectFailed(Throwable cause) {
            connected.completeExceptionally(cause);
        }

        @Override
        public void onHeard() {
            // Who asks waits for answers only.
        }

        @Override
        public void onMessage(Message message) {
            put(message);
        }

        @Override
        public void onDisconnected(OpenLink link, int code, String reason) {
            connected.completeExceptionally(new ConnectException(reason));
            put(Ending.words(code, reason));
        }

        /** One question is under way at a time: what does not fit is no answer to it. */
        private void put(Object what) {
            if (!messages.offer(what)) {
                messages.clear();
                messages.add("it sends what nobody asked for");
            }
        }
    }
}
