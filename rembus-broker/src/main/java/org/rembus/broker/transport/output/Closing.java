package org.rembus.broker.transport.output;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.transport.TransportLoop;

/**
 * The last phase of a connection, once all that it will send is in its output: the output is written, the peer answers or
 * its stream ends, the socket is closed. A peer that does not play its part is not waited for.
 */
public final class Closing {
    /** How often a peer that still reads is given more time to take what it was sent. */
    private static final int MAX_EXTENSIONS = 10;

    private final Channel channel;
    private final TransportLoop loop;
    private final Output output;
    private final long timeoutNs;
    private boolean answered;
    private boolean deaf;
    private long pendingAtLastCheck;
    private int extensions;
    private @Nullable Future<?> timer;

    /** @param timeoutNs how long the peer may do nothing */
    public Closing(Channel channel, TransportLoop loop, Output output, long timeoutNs) {
        this.channel = channel;
        this.loop = loop;
        this.output = output;
        this.timeoutNs = timeoutNs;
        waitForPeer();
    }

    private void waitForPeer() {
        pendingAtLastCheck = output.pendingBytes();
        timer = loop.eventLoop().schedule(this::check, timeoutNs, TimeUnit.NANOSECONDS);
    }

    private void check() {
        long pending = output.pendingBytes();
        if (pending > 0 && pending < pendingAtLastCheck && extensions < MAX_EXTENSIONS) {
            extensions++;
            waitForPeer();
        } else {
            channel.close();
        }
    }

    /** The peer's own goodbye is here. */
    public void onAnswered() {
        answered = true;
        onWritten();
    }

    /** No goodbye of the peer's will be seen: its frames have none, or cannot be understood any more. */
    public void onDeaf() {
        deaf = true;
        onWritten();
    }

    /** Some of the output has been written, perhaps all. */
    public void onWritten() {
        if (output.pendingBytes() > 0) {
            return;
        }
        if (answered) {
            channel.close();
        } else if (deaf && channel instanceof DuplexChannel duplex && !duplex.isOutputShutdown()) {
            // Closing at once could destroy what was written before it is read. So the peer shall hang up.
            endOutput(duplex);
        }
    }

    /** TLS tells the end of what is sent from a line that was cut: by a record of its own, which goes first. */
    private static void endOutput(DuplexChannel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            channel.shutdownOutput();
        } else {
            tls.closeOutbound().addListener(ended -> channel.shutdownOutput());
        }
    }

    /** The socket is closed. */
    public void cancel() {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
