package org.rembus.benchmarks;

import org.openjdk.jmh.infra.Blackhole;
import org.rembus.broker.routing.CloseReason;
import org.rembus.broker.routing.Connection;
import org.rembus.broker.routing.Outgoing;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.Message;

/** A connection whose output always has room, and that encodes what it is offered, as a socket would have it. */
final class SilentConnection implements Connection {
    private final Blackhole sink;

    SilentConnection(Blackhole sink) {
        this.sink = sink;
    }

    @Override
    public String peer() {
        return "benchmark";
    }

    @Override
    public Extensions extensions() {
        return Extensions.NONE;
    }

    @Override
    public void send(Message message) {
        sink.consume(message);
    }

    @Override
    public Offer offer(Outgoing message) {
        sink.consume(message.head());
        sink.consume(message.body());
        return Offer.ACCEPTED;
    }

    @Override
    public Offer offerFresh(Outgoing message) {
        return offer(message);
    }

    @Override
    public boolean reserve(int bytes) {
        return true;
    }

    @Override
    public void giveBack(int bytes) {}

    @Override
    public void ping() {}

    @Override
    public long lastHeardNs() {
        return 0;
    }

    @Override
    public void pauseReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public void close(CloseReason reason) {}
}
