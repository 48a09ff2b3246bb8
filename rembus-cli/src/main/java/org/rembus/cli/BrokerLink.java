package org.rembus.cli;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Address;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.Status;
import org.rembus.protocol.cbor.MessageDecoder;
import org.rembus.protocol.cbor.MessageEncoder;

/** A connection to ask a broker administration commands on that are no component's business. For one thread. */
final class BrokerLink implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String EVERYTHING = "__config__";

    private final String broker;
    private final HttpClient client;
    private final WebSocket socket;
    private final Inbox inbox;
    private long ids;

    private BrokerLink(String broker, HttpClient client, WebSocket socket, Inbox inbox) {
        this.broker = broker;
        this.client = client;
        this.socket = socket;
        this.inbox = inbox;
    }

    /** @throws FailedException if there is no broker */
    static BrokerLink open(Address address) {
        String broker = address.withRid(null).toString();
        if (address.scheme() != Address.Scheme.WS) {
            throw new FailedException(broker + ": this command connects by ws:// only");
        }
        HttpClient client = HttpClient.newHttpClient();
        Inbox inbox = new Inbox();
        try {
            WebSocket socket = client.newWebSocketBuilder()
                    .connectTimeout(PATIENCE)
                    .buildAsync(URI.create(broker), inbox)
                    .join();
            return new BrokerLink(broker, client, socket, inbox);
        } catch (CompletionException e) {
            client.shutdownNow();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            throw new FailedException("cannot connect to " + broker + ": " + reason, e);
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
        try {
            socket.sendBinary(ByteBuffer.wrap(question), true).join();
        } catch (CompletionException e) {
            throw new FailedException("the connection to " + broker + " broke", e);
        }
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
        socket.abort();
        client.shutdownNow();
    }

    /** What comes: messages, and at the end a text that says why. */
    private static final class Inbox implements WebSocket.Listener {
        private static final int MOST_WAITING = 16;

        private final BlockingQueue<Object> messages = new ArrayBlockingQueue<>(MOST_WAITING);
        private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            parts.writeBytes(part);
            if (last) {
                take(parts.toByteArray());
                parts.reset();
            }
            socket.request(1);
            return null;
        }

        private void take(byte[] bytes) {
            try {
                put(new MessageDecoder().decode(bytes, 0, bytes.length));
            } catch (ProtocolException e) {
                put("it sent no message: " + e.getMessage());
            }
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            put("closed with " + code + (reason.isEmpty() ? "" : ", " + reason));
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable problem) {
            put(String.valueOf(problem.getMessage()));
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
