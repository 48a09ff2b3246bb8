package org.rembus.broker.routing.connection;

/** Where a transport takes its new connections to; the router is the one that matters. */
@FunctionalInterface
public interface Acceptor {

    /**
     * A connection is ready to carry messages. Called on the router's thread.
     *
     * @return where the connection's events go from now on
     */
    ConnectionEvents onOpened(Connection connection);
}
