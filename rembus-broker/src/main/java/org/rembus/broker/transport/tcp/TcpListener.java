package org.rembus.broker.transport.tcp;

import io.netty.channel.socket.SocketChannel;
import org.rembus.broker.routing.connection.Acceptor;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.arrival.Arrival;
import org.rembus.broker.transport.arrival.Entrance;
import org.rembus.broker.transport.arrival.Listener;

/** Accepts TCP connections on one port. */
public final class TcpListener extends Listener {
    private final TransportLoop loop;
    private final Acceptor acceptor;
    private final ConnectionOptions options;

    /** Without encryption. */
    public TcpListener(TransportLoop loop, Acceptor acceptor, ConnectionOptions options) {
        this(loop, acceptor, options, Entrance.PLAIN);
    }

    /** @param acceptor called on the loop */
    public TcpListener(TransportLoop loop, Acceptor acceptor, ConnectionOptions options, Entrance entrance) {
        super(TcpConnection.SCHEME, loop, options, entrance);
        this.loop = loop;
        this.acceptor = acceptor;
        this.options = options;
    }

    @Override
    protected void initialize(SocketChannel channel, Arrival arrival) {
        KeepAlive.request(channel, options.pingInterval());
        channel.pipeline().addLast(new AdmissionHandler(arrival, loop, acceptor, options));
    }
}
