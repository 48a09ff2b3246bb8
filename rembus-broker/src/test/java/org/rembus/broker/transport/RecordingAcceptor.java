package org.rembus.broker.transport;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.rembus.broker.routing.connection.Acceptor;
import org.rembus.broker.routing.connection.Connection;
import org.rembus.broker.routing.connection.ConnectionEvents;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;

/** In the router's place: writes down what happens and does what the test says. Its records may be read by any thread. */
public final class RecordingAcceptor implements Acceptor {
    public final List<Session> sessions = new CopyOnWriteArrayList<>();
    private final BiConsumer<Connection, Message> reaction;

    public RecordingAcceptor() {
        this((connection, message) -> {});
    }

    /** @param reaction to each message, in the call that hands it over */
    public RecordingAcceptor(BiConsumer<Connection, Message> reaction) {
        this.reaction = reaction;
    }

    @Override
    public ConnectionEvents onOpened(Connection connection) {
        Session session = new Session(connection);
        sessions.add(session);
        return session;
    }

    /** The only connection so far. */
    public Session session() {
        return sessions.getFirst();
    }

    /** One connection. */
    public final class Session implements ConnectionEvents {
        public final Connection connection;
        public final List<Message> messages = new CopyOnWriteArrayList<>();
        public final AtomicInteger writable = new AtomicInteger();
        public final AtomicInteger closed = new AtomicInteger();

        Session(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void onMessage(Message message) {
            reaction.accept(connection, message);
            messages.add(
                    message instanceof Message.Publish publish
                            ? new Message.Publish(
                                    publish.flags(), publish.id(), publish.topic(), detached(publish.data()))
                            : message);
        }

        private Payload detached(Payload payload) {
            return payload.length() > 1000 ? Payload.of(payload.length()) : payload.detached();
        }

        @Override
        public void onWritable() {
            writable.incrementAndGet();
        }

        @Override
        public String peer() {
            return "somebody (" + connection.peer() + ")";
        }

        @Override
        public void onClosed() {
            closed.incrementAndGet();
        }
    }
}
