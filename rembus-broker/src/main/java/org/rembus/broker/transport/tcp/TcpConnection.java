package org.rembus.broker.transport.tcp;

import io.netty.channel.Channel;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.Draw;
import org.rembus.broker.transport.FramedConnection;
import org.rembus.broker.transport.Heartbeat;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
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
final class TcpConnection extends FramedConnection {
    static final String SCHEME = "tcp";

    private final TransportLoop loop;
    private final byte[] header = new byte[TcpHeader.MAX_BYTES];
    private @Nullable MessageId question;
    private int idLength = MessageId.GEN2_LENGTH;
    private long takenBytes;
    private long takenNs;

    TcpConnection(Channel channel, TransportLoop loop, ConnectionOptions options, FrameHandler input) {
        super(SCHEME, TcpHeader.MAX_BYTES, channel, loop, options, input);
        this.loop = loop;
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
        // A guess that nobody else makes for this peer; ids are not shorter than that.
        MessageId id =
                MessageId.of(ThreadLocalRandom.current().nextLong() | 1, Math.max(idLength, MessageId.GEN2_LENGTH));
        question = id;
        byte[] message = MessageEncoder.encode(new Message.Rpc(id, "version", null, Payload.NO_ARGUMENTS));
        // Refused only when so much waits that the peer cannot have read it: the question would wait behind it.
        output().add(header, writeHeader(message.length, header), message, Draw.WHOLE);
    }

    /** Whether this is the answer to what has been sent as a ping: it is nobody else's business then. */
    boolean isAnsweredBy(Message message) {
        switch (message) {
            case Message.Request request -> idLength = request.id().length();
            case Message.Publish publish ->
                idLength = publish.id() == null ? idLength : publish.id().length();
            case Message.Response response -> {
                MessageId asked = question;
                if (asked != null && asked.equals(response.id())) {
                    question = null;
                    return true;
                }
            }
            case Message.Ack ack -> {}
            case Message.Ack2 ack2 -> {}
        }
        return false;
    }

    @Override
    protected void watch(Heartbeat rhythm) {
        long nowNs = loop.nowNs();
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
