package org.rembus.broker.transport;

import io.netty.channel.ChannelInboundHandler;

/** What serves a connection, and knows how it ends when its listener is closed. */
public interface Leaving extends ChannelInboundHandler {
    /** Ends the connection, when what it owes its peer has been sent. Called on the loop; the listener does not wait for ever. */
    void leave();
}
