package org.rembus.broker.transport.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.routing.connection.Outgoing;
import org.rembus.broker.routing.traffic.Load;
import org.rembus.broker.transport.Traffic;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.memory.Draw;
import org.rembus.broker.transport.output.Offers;
import org.rembus.broker.transport.output.Output;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;

/**
 * A subscriber that gets its messages as Server-Sent Events, until it goes away. Its output has the bound of any connection's:
 * who reads too slowly is served as is set for the topic ({@code slow}), and who does not read at all is given up.
 */
final class Watcher extends HttpPeer {
    private static final byte[] NOTHING = {};
    private static final byte[] KEEP_ALIVE = ":\n\n".getBytes(StandardCharsets.UTF_8);
    private static final Duration DEFAULT_PULSE = Duration.ofSeconds(15);

    private final Exchange exchange;
    private final Output output;
    private final Offers offers;
    private final long pulseNs;
    private @Nullable Future<?> pulse;
    private long takenAtPulse;

    /** @param pingInterval how often it is sent something, so that its end is noticed; zero for the default */
    Watcher(Exchange exchange, Consumer<Boolean> onHeld, Duration pingInterval) {
        super(exchange.connection(), onHeld);
        this.exchange = exchange;
        this.output = exchange.connection().output();
        this.offers = exchange.connection().offers(this::tellWritable);
        this.pulseNs = (pingInterval.isPositive() ? pingInterval : DEFAULT_PULSE).toNanos();
    }

    /** Subscribes, and answers the request: with events from now on, or with what stands against it. */
    void watch(String topic) {
        ask(id -> new Message.Admin(id, topic, Payload.of(Map.of("cmd", "subscribe"))), subscribed -> {
            if (subscribed.status() == Status.SUCCESS) {
                begin();
            } else {
                end();
                exchange.answer(Answer.text(HttpResponseStatus.FORBIDDEN, Bodies.text(subscribed.data())));
            }
        });
    }

    private void begin() {
        if (!http().begin(exchange.eventHead())) {
            end();
            return;
        }
        http().whenWritten(offers::onWritten);
        schedulePulse();
        ask(
                id -> new Message.Admin(id, "__config__", Payload.of(Map.of("cmd", "reactive", "status", true))),
                started -> {
                    if (started.status() != Status.SUCCESS) {
                        http().end();
                    }
                });
    }

    @Override
    public Load load() {
        return new Load(0, output.writtenBytes(), output.pendingBytes());
    }

    @Override
    public Offer offer(Outgoing outgoing) {
        if (isClosed() || !(outgoing.message() instanceof Message.Publish publish)) {
            return Offer.FULL;
        }
        Output.Room room = output.isFullFor(outgoing.leastBytes()) ? Output.Room.OUTPUT_FULL : put(outgoing, publish);
        if (room == Output.Room.TAKEN) {
            http().loop().traffic().increment(Traffic.Count.MESSAGES_SENT);
        }
        return offers.settle(room);
    }

    /** All watchers are sent the same array, of long messages around the topic that each subscribed to. */
    private Output.Room put(Outgoing outgoing, Message.Publish publish) {
        TransportLoop loop = http().loop();
        String topic = publish.topic();
        if (loop.longTexts().isLong(outgoing)) {
            return output.addLater(
                    loop.longTexts().eventOf(publish, json -> Event.pieces(topic, json)),
                    Draw.SPARE,
                    this::giveUp,
                    http()::fail);
        }
        byte[] event = outgoing.event(() -> Event.of(topic, loop.translations().apply(Event.data(publish))));
        return output.add(NOTHING, 0, event, Draw.SPARE);
    }

    private void giveUp() {
        http().loop()
                .log()
                .info(
                        CloseReason.TOO_SLOW,
                        peer(),
                        "closed: it reads too slowly, and a message that is long as JSON finds no room");
        close(CloseReason.TOO_SLOW);
    }

    @Override
    public Offer offerFresh(Outgoing message) {
        return offers.fresh(message, this::offer);
    }

    private void tellWritable() {
        if (!isClosed()) {
            events().onWritable();
        }
    }

    private void schedulePulse() {
        pulse = http().loop().eventLoop().schedule(this::pulse, pulseNs, TimeUnit.NANOSECONDS);
    }

    private void pulse() {
        if (output.pendingBytes() > 0 && output.writtenBytes() == takenAtPulse) {
            http().loop().log().info(CloseReason.SILENT, peer(), "closed: it takes nothing of what it watches");
            http().loop().traffic().increment(Traffic.Count.CLOSED_SILENT);
            http().abort();
            return;
        }
        takenAtPulse = output.writtenBytes();
        if (output.pendingBytes() == 0) {
            output.add(NOTHING, 0, KEEP_ALIVE, Draw.WHOLE);
        }
        schedulePulse();
    }

    @Override
    public void close(CloseReason reason) {
        if (reason == CloseReason.TOO_SLOW) {
            http().loop().traffic().increment(Traffic.Count.CLOSED_TOO_SLOW);
        }
        super.close(reason);
        http().loop().execute(http()::end);
    }

    @Override
    void end() {
        if (pulse != null) {
            pulse.cancel(false);
        }
        super.end();
    }
}
