package org.rembus.broker.transport;

import org.rembus.broker.routing.connection.Acceptor;
import org.rembus.broker.routing.connection.Connection;
import org.rembus.broker.routing.connection.ConnectionEvents;
import org.rembus.protocol.Message;

/** Makes sure that a turn has begun before anything is handed over. */
final class TurnAcceptor implements Acceptor {
    private final TransportLoop loop;
    private final Acceptor acceptor;

    TurnAcceptor(TransportLoop loop, Acceptor acceptor) {
        this.loop = loop;
        this.acceptor = acceptor;
    }

    @Override
    public ConnectionEvents onOpened(Connection connection) {
        loop.enterTurn();
        return new TurnEvents(loop, acceptor.onOpened(connection));
    }

    private record TurnEvents(TransportLoop loop, ConnectionEvents events) implements ConnectionEvents {
        @Override
        public void onMessage(Message message) {
            loop.enterTurn();
            events.onMessage(message);
        }

        @Override
        public void onWritable() {
            loop.enterTurn();
            events.onWritable();
        }

        @Override
        public String peer() {
            return events.peer();
        }

        @Override
        public void onClosed() {
            loop.enterTurn();
            events.onClosed();
        }
    }
}
