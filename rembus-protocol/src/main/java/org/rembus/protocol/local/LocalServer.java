package org.rembus.protocol.local;

import java.net.URI;
import java.util.List;

/**
 * The part of a server in this process that takes connections (PROTOCOL.md section 1). Peers reach the component that connects
 * here under the server's own {@link #name}, and that component reaches them; peers do not reach each other.
 */
public interface LocalServer extends LocalBroker, AutoCloseable {

    /** Where it listens, in the order in which that was asked for, with the ports that they are. */
    List<URI> addresses();

    /** The names of the peers that are connected now and have one, in the order in which they came. May be called by any thread, and waits. */
    List<String> connectedPeers();

    /** Closes all connections. Does nothing the second time but wait for the first. */
    @Override
    void close();
}
