package org.rembus.broker.transport.zmq;

import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;
import org.rembus.broker.routing.connection.Outgoing;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.Question;
import org.rembus.broker.transport.Traffic;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.framed.FramedConnection;
import org.rembus.broker.transport.framed.Heartbeat;
import org.rembus.broker.transport.memory.Draw;
import org.rembus.broker.transport.output.Output;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.Message;
import org.rembus.protocol.framing.CloseCode;
import org.rembus.protocol.zmq.Multipart;
import org.rembus.protocol.zmq.SocketType;

/**
 * One peer's ZeroMQ connection: what goes out, and how it ends.
 *
 * <p>It is the component that pings; one that is not heard for two intervals has gone. A connection ends without a goodbye:
 * the peer's library makes another one by itself, unless the component was closed, and the component's next ping tells that it
 * is back (PROTOCOL.md section 3). Who must know now whether the peer lives asks it for its {@code version}.
 */
final class ZmqConnection extends FramedConnection {
    static final String SCHEME = "zmq";

    private static final byte[] NOTHING = {};

    private final Question question = new Question();
    private boolean hasComplained;

    ZmqConnection(Channel channel, TransportLoop loop, ConnectionOptions options, FrameHandler input) {
        super(SCHEME, channel, loop, options, input);
    }

    @Override
    public Extensions extensions() {
        return Extensions.NONE;
    }

    @Override
    protected Output.Room put(Message message) {
        return put(Multipart.of(message, SocketType.ROUTER), Draw.WHOLE);
    }

    @Override
    protected Output.Room put(Outgoing message) {
        return put(message.multipart(), Draw.SPARE);
    }

    private Output.Room put(Multipart multipart, Draw draw) {
        Output.Room room = output().add(multipart.start(), multipart.start().length, multipart.data(), draw);
        if (room == Output.Room.TAKEN) {
            // A message that has begun must end.
            output().add(Multipart.END, Multipart.END.length, NOTHING, Draw.ANYWAY);
        }
        return room;
    }

    /** Sends a command that may not be dropped. */
    void answer(byte[] command) {
        insist(command, command.length, NOTHING);
    }

    @Override
    protected void sendPing() {
        // Refused only when so much waits that the peer cannot have read it: the question would wait behind it.
        put(question.ask());
    }

    /** Whether this is the answer to what has been sent as a ping: it is nobody else's business then. */
    boolean isAnsweredBy(Message message) {
        return question.isAnsweredBy(message);
    }

    @Override
    protected void watch(Heartbeat rhythm) {
        long nowNs = loop().nowNs();
        long silentNs = nowNs - lastHeardNs();
        if (rhythm.check(nowNs, lastHeardNs()) == Heartbeat.Verdict.GIVE_UP) {
            giveUpSilent("it has not pinged for " + TimeUnit.NANOSECONDS.toSeconds(silentNs) + " s");
        } else {
            watchAgain(rhythm, rhythm.delayNs(nowNs, lastHeardNs()));
        }
    }

    /** What came is no message, and was passed over. Of one peer that is told once, and always counted. */
    void passedOver(String reason) {
        loop().traffic().increment(Traffic.Count.MULTIPARTS_MALFORMED);
        if (!hasComplained) {
            hasComplained = true;
            log(Traffic.Count.MULTIPARTS_MALFORMED, "passed over what is no message: " + reason);
        }
    }

    /** The peer says that it goes offline. */
    void peerCloses() {
        if (isOpen()) {
            beginClose(CloseCode.NORMAL, "").onAnswered();
        }
    }

    @Override
    protected String closedWith(int code) {
        return "closed";
    }

    @Override
    protected Goodbye sayGoodbye(int code, String text) {
        return Goodbye.NONE;
    }
}
