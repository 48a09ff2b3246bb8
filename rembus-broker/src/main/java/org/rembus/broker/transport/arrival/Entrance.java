package org.rembus.broker.transport.arrival;

import io.netty.channel.Channel;

/** What a connection passes before anything reads its bytes: nothing to speak of, or the handshake of TLS. */
@FunctionalInterface
public interface Entrance {
    /** For connections that are not encrypted. */
    Entrance PLAIN = (arrival, inside) -> {
        arrival.channel().pipeline().addLast(new FirstByte(arrival));
        inside.run();
    };

    /**
     * Puts what it needs into the pipeline of a connection, which is empty. Called on the loop, before the connection is
     * active.
     *
     * @param inside puts in what reads and writes the connection's bytes; to be called once, as soon as there can be some. What
     *     it puts in is told then that the {@link Channel} is active
     */
    void enter(Arrival arrival, Runnable inside);
}
