package org.rembus.broker.transport.tcp;

import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.Question;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.framed.HeadedConnection;
import org.rembus.broker.transport.framed.Heartbeat;
import org.rembus.broker.transport.memory.Draw;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.Message;
import org.rembus.protocol.cbor.MessageEncoder;
import org.rembus.protocol.framing.TcpHeader;

/**
 * One peer's TCP connection: what goes out, and how it ends, which is without a goodbye.
 *
 * <p>There is no ping, and a peer that only listens has no reason ever to send a byte. So silence alone is no fault: whether
 * the peer's machine is there, the operating system asks ({@link KeepAlive}); a peer that has been sent something and takes
 * none of it for two intervals is gone. Who must know now whether the peer lives asks it for its {@code version}, which
 * components answer, if only by an error.
 */
final class TcpConnection extends HeadedConnection {
    static final String SCHEME = "tcp";

    private final byte[] header = new byte[TcpHeader.MAX_BYTES];
    private final Question question = new Question();
    private long takenBytes;
    private long takenNs;

    TcpConnection(Channel channel, TransportLoop loop, ConnectionOptions options, FrameHandler input) {
        super(SCHEME, TcpHeader.MAX_BYTES, channel, loop, options, input);
        this.takenNs = loop.nowNs();
    }

    @Override
    public Extensions extensions() {
        return Extensions.NONE;
    }

    @Override
    protected int writeHeader(int messageBytes, byte[] target) {
        return TcpHeader.write(messageBytes, target, 0);
    }

    @Override
    protected void sendPing() {
        byte[] message = MessageEncoder.encode(question.ask());
        // Refused only when so much waits that the peer cannot have read it: the question would wait behind it.
        output().add(header, writeHeader(message.length, header), message, Draw.WHOLE);
    }

    /** Whether this is the answer to what has been sent as a ping: it is nobody else's business then. */
    boolean isAnsweredBy(Message message) {
        return question.isAnsweredBy(message);
    }

    @Override
    protected void watch(Heartbeat rhythm) {
        long nowNs = loop().nowNs();
        if (output().pendingBytes() == 0 || output().writtenBytes() != takenBytes) {
            takenBytes = output().writtenBytes();
            takenNs = nowNs;
        }
        long aliveNs = Math.max(takenNs, lastHeardNs());
        if (rhythm.check(nowNs, aliveNs) == Heartbeat.Verdict.GIVE_UP) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(nowNs - aliveNs);
            giveUpSilent("it has taken nothing for " + seconds + " s, nor been heard");
        } else {
            watchAgain(rhythm, rhythm.delayNs(nowNs, aliveNs));
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
