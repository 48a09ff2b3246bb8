package org.rembus.broker.routing.connection;

import org.rembus.protocol.Message;

/** What happens on one connection. A transport calls it, on the router's thread only. */
public interface ConnectionEvents {

    /**
     * A message came.
     *
     * @param message its payload is valid during this call only
     */
    void onMessage(Message message);

    /** An output that refused an offer has been written out to less than half. */
    void onWritable();

    /** The peer by its name, if it has one, and its address, as {@link Connection#peer} has it: fit for a log. */
    String peer();

    /** The connection is gone, for whatever reason. Called exactly once, after everything else. */
    void onClosed();
}
