package org.rembus.broker.transport.http;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandler;
import io.netty.handler.codec.http.HttpRequestDecoder;
import org.rembus.broker.routing.connection.Acceptor;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.arrival.Arrival;

/**
 * What all HTTP connections of a broker share.
 *
 * @param acceptor called on the loop
 */
public record HttpRoom(
        TransportLoop loop,
        Acceptor acceptor,
        ConnectionOptions options,
        Origins origins,
        Health health,
        Metrics metrics) {

    /** What cuts the requests of one connection; what follows it in the pipeline reads them. */
    public static HttpRequestDecoder decoder() {
        return new StrictDecoder();
    }

    /** Serves a connection from the next whole request on; goes behind a {@link #decoder}, and writes bytes itself. */
    public ChannelInboundHandler serve(Arrival arrival) {
        return new HttpInput(this, arrival);
    }

    /** The handlers of a connection that is HTTP from its first byte on. */
    ChannelHandler[] handlers(Arrival arrival) {
        return new ChannelHandler[] {decoder(), serve(arrival)};
    }
}
