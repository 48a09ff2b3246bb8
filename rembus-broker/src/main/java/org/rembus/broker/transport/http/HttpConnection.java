package org.rembus.broker.transport.http;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.Peers;
import org.rembus.broker.transport.Traffic;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.memory.Draw;
import org.rembus.broker.transport.output.Closing;
import org.rembus.broker.transport.output.Offers;
import org.rembus.broker.transport.output.Output;

/** What goes out on one HTTP connection, and how it ends. A peer that takes nothing of what it is sent is not waited for. */
final class HttpConnection {
    static final String SCHEME = "http";

    private static final byte[] NOTHING = {};
    private static final byte[] NO_MEMORY =
            "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.ISO_8859_1);

    private final Channel channel;
    private final TransportLoop loop;
    private final ConnectionOptions options;
    private final Output output;
    private final Answering answering;
    private @Nullable Closing closing;
    private @Nullable Future<?> stallCheck;
    private @Nullable Runnable afterWriting;
    private boolean last;
    private long takenAtCheck;

    HttpConnection(Channel channel, TransportLoop loop, ConnectionOptions options, Answering answering) {
        this.channel = channel;
        this.loop = loop;
        this.options = options;
        this.answering = answering;
        this.output = new Output(channel, loop, options.maxOutputBytes(), this::onWritten);
    }

    TransportLoop loop() {
        return loop;
    }

    /** The peer, fit for a log. */
    String peer() {
        return Peers.label(SCHEME, channel);
    }

    boolean isLocal() {
        return Peers.isLocal(channel);
    }

    /** See {@link org.rembus.broker.routing.connection.Connection#certifiedName}. */
    Optional<String> certifiedName() {
        return Peers.certifiedName(channel);
    }

    /** Whether anything can still be sent. */
    boolean isOpen() {
        return closing == null && channel.isActive();
    }

    Output output() {
        return output;
    }

    /** @param onWritable see {@link Offers} */
    Offers offers(Runnable onWritable) {
        return new Offers(loop, output.backlog(), options.maxOutputBytes(), onWritable);
    }

    void answer(byte[] head, byte[] body, boolean keepAlive) {
        if (!isOpen()) {
            return;
        }
        boolean taken = put(head, body);
        watch();
        if (taken && keepAlive && !last) {
            answering.onAnswered();
        } else {
            end();
        }
    }

    /** Answers what is not to be understood any further, and closes. */
    void refuse(Answer answer) {
        if (isOpen()) {
            byte[] head = Exchange.lastHead(answer);
            output.add(head, head.length, answer.body(), Draw.ANYWAY);
            end();
        }
    }

    private boolean put(byte[] head, byte[] body) {
        boolean taken = output.add(head, head.length, body, Draw.WHOLE) == Output.Room.TAKEN;
        if (!taken) {
            output.add(NO_MEMORY, NO_MEMORY.length, NOTHING, Draw.ANYWAY);
        }
        return taken;
    }

    /** Begins an answer that has no end; false when there is no room for it, and the connection ends. */
    boolean begin(byte[] head) {
        boolean begun = isOpen() && put(head, NOTHING);
        if (begun) {
            answering.onEndless();
        } else {
            end();
        }
        return begun;
    }

    /** Calls back whenever some of the output has been written, in the middle of a write perhaps. */
    void whenWritten(Runnable action) {
        afterWriting = action;
    }

    /** Sends something that is no answer yet. */
    void say(byte[] head) {
        output.add(head, head.length, NOTHING, Draw.ANYWAY);
    }

    /** Closes when all that waits has been written. */
    void end() {
        if (closing == null) {
            closing = new Closing(channel, loop, output, options.closeTimeout().toNanos());
            closing.onDeaf();
            tellWhenAllIsWritten();
        }
    }

    /**
     * Reads what came in, here or, when it is long, on another thread.
     *
     * @param reading gives what is then to be done on the loop, unless the connection has ended
     */
    void read(int bytes, Supplier<Runnable> reading) {
        if (loop.longTexts().isLong(bytes)) {
            loop.readAside(bytes, () -> whileOpen(reading.get()), this::fail);
        } else {
            reading.get().run();
        }
    }

    private Runnable whileOpen(Runnable rest) {
        return () -> {
            if (isOpen()) {
                rest.run();
            }
        };
    }

    /** Whether the next answer is the last one. */
    boolean endsWithNextAnswer() {
        return last;
    }

    void endWithNextAnswer() {
        last = true;
    }

    /** Ends when what has been answered is written; at once when it is, and the end has not begun yet. */
    void leave() {
        if (closing != null || output.pendingBytes() > 0) {
            end();
        } else {
            abort();
        }
    }

    /** Closes at once. */
    void abort() {
        channel.close();
    }

    /** A request cannot be handled, or something that was to be sent not be made. */
    void fail(Throwable cause) {
        loop.onFault(peer(), "handling its request failed", cause);
        abort();
    }

    private void onWritten() {
        if (closing != null) {
            closing.onWritten();
            tellWhenAllIsWritten();
        } else if (afterWriting != null) {
            afterWriting.run();
        }
    }

    /** Not before: a peer that has ended its own stream would be taken for gone, and miss the rest. */
    private void tellWhenAllIsWritten() {
        if (output.pendingBytes() == 0) {
            answering.onLast();
        }
    }

    private void watch() {
        if (stallCheck == null && output.pendingBytes() > 0) {
            takenAtCheck = output.writtenBytes();
            stallCheck = loop.eventLoop()
                    .schedule(this::check, options.messageTimeout().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void check() {
        stallCheck = null;
        if (output.pendingBytes() > 0 && output.writtenBytes() == takenAtCheck) {
            loop.traffic().increment(Traffic.Count.CLOSED_SILENT);
            loop.log().info(Traffic.Count.CLOSED_SILENT, peer(), "closed: it takes nothing of what it was answered");
            abort();
        } else {
            watch();
        }
    }

    /** The socket is closed. */
    void onInactive() {
        output.release();
        if (closing != null) {
            closing.cancel();
        }
        if (stallCheck != null) {
            stallCheck.cancel(false);
        }
    }
}
