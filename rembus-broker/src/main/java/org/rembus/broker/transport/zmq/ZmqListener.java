package org.rembus.broker.transport.zmq;

import io.netty.channel.socket.SocketChannel;
import org.rembus.broker.routing.connection.Acceptor;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.arrival.Arrival;
import org.rembus.broker.transport.arrival.Entrance;
import org.rembus.broker.transport.arrival.Listener;

/** Accepts ZeroMQ connections on one port. */
public final class ZmqListener extends Listener {
    private final TransportLoop loop;
    private final Acceptor acceptor;
    private final ConnectionOptions options;

    /** @param acceptor called on the loop */
    public ZmqListener(TransportLoop loop, Acceptor acceptor, ConnectionOptions options) {
        super(ZmqConnection.SCHEME, loop, options, Entrance.PLAIN);
        this.loop = loop;
        this.acceptor = acceptor;
        this.options = options;
    }

    @Override
    protected void initialize(SocketChannel channel, Arrival arrival) {
        channel.pipeline().addLast(new HandshakeHandler(arrival, loop, acceptor, options));
    }
}
