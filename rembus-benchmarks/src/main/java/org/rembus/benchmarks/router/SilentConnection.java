package org.rembus.benchmarks.router;

import java.util.function.Consumer;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.routing.connection.Connection;
import org.rembus.broker.routing.connection.Outgoing;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.Message;

/** A connection whose output always has room, and that encodes what it is offered, as a socket would have it. */
public final class SilentConnection implements Connection {
    private final Consumer<Object> sink;

    /** @param sink takes what would be written */
    public SilentConnection(Consumer<Object> sink) {
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
        sink.accept(message);
    }

    @Override
    public Offer offer(Outgoing message) {
        sink.accept(message.head());
        sink.accept(message.body());
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
