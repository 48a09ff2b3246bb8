package org.rembus.broker.transport.output;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.transport.Traffic;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.memory.Draw;
import org.rembus.broker.transport.translation.LongText;
import org.rembus.broker.transport.translation.LongText.Piece;

/**
 * What one connection has accepted and its peer has not taken yet: bounded, in order, written once a turn. Used on the
 * loop.
 *
 * <p>Small payloads are copied into pooled chunks; a large one stays the array that it is, shared with other outputs,
 * and is copied piece by piece when the socket takes it. Netty is given no more than its high-water mark; the rest waits
 * here, so that nothing unbounded is behind it.
 */
public final class Output {
    /** Payloads of up to this many bytes are copied when they are accepted. */
    private static final int MAX_COPIED_BYTES = 4 * 1024;

    /** Enough for the answers of most turns. */
    private static final int FIRST_CHUNK_BYTES = 2 * 1024;

    private static final int CHUNK_BYTES = 32 * 1024;
    private static final int PIECE_BYTES = 64 * 1024;

    /** Beyond this the output does not wait for the end of the turn. */
    private static final int EARLY_FLUSH_BYTES = 128 * 1024;

    private final Channel channel;
    private final TransportLoop loop;
    private final Backlog backlog;
    private final Runnable onWritten;
    private final Runnable flush = this::flushTurn;
    private final Deque<Part> parts = new ArrayDeque<>(2);
    private @Nullable Chunk open;
    private long unflushedBytes;
    private boolean dirty;
    private boolean flushing;
    private boolean released;

    /** What became of bytes that were offered. */
    public enum Room {
        TAKEN,
        /** This output holds too much. */
        OUTPUT_FULL,
        /** All connections together hold too much. */
        BUDGET_FULL
    }

    /**
     * @param maxBytes how much may wait, see {@link Backlog}
     * @param onWritten called whenever some of it has been written
     */
    public Output(Channel channel, TransportLoop loop, int maxBytes, Runnable onWritten) {
        this.channel = channel;
        this.loop = loop;
        this.backlog = new Backlog(maxBytes);
        this.onWritten = onWritten;
    }

    /** How much waits. */
    public Backlog backlog() {
        return backlog;
    }

    /** Bytes accepted and not yet taken by the socket. */
    public long pendingBytes() {
        return backlog.pendingBytes();
    }

    /** Bytes that the socket has taken since the beginning. */
    public long writtenBytes() {
        return backlog.takenBytes();
    }

    /** Whether a message of at least so many bytes would be refused now because too much waits here. */
    public boolean isFullFor(int leastBytes) {
        return released || backlog.isFullFor(leastBytes, Draw.SPARE);
    }

    /**
     * Accepts a message, to be written at the end of this turn.
     *
     * @param header its first {@code headerBytes} bytes are copied
     * @param payload may be kept; not to be changed any more
     */
    public Room add(byte[] header, int headerBytes, byte[] payload, Draw draw) {
        long bytes = (long) headerBytes + payload.length;
        if (released || backlog.isFullFor(bytes, draw)) {
            return Room.OUTPUT_FULL;
        }
        Draw urgency = backlog.behindThis(draw, bytes);
        boolean taken = payload.length <= MAX_COPIED_BYTES
                ? copy(header, headerBytes, payload, urgency)
                : share(header, headerBytes, payload, urgency);
        if (!taken) {
            return Room.BUDGET_FULL;
        }
        accepted(bytes);
        flushSoon();
        return Room.TAKEN;
    }

    /**
     * Accepts a message that is still being made. What is accepted after it is written after it.
     *
     * @param onNoRoom called on the loop if it is made, and all connections together have no room for how long it is
     * @param onFailed called on the loop if it cannot be made
     */
    public Room addLater(LongText text, Draw draw, Runnable onNoRoom, Consumer<Throwable> onFailed) {
        int bytes = text.likelyBytes();
        if (released || backlog.isFullFor(bytes, draw)) {
            return Room.OUTPUT_FULL;
        }
        Draw urgency = backlog.behindThis(draw, bytes);
        if (!loop.payloads().hold(text, urgency)) {
            return Room.BUDGET_FULL;
        }
        seal();
        Later later = new Later(text);
        parts.add(later);
        accepted(bytes);
        text.json()
                .get()
                .whenComplete((json, failure) -> loop.execute(() -> {
                    if (released) {
                        return;
                    }
                    boolean kept =
                            made(later, json == null ? List.of() : text.pieces().apply(json));
                    if (failure != null) {
                        onFailed.accept(failure);
                    } else if (!kept) {
                        onNoRoom.run();
                    }
                }));
        return Room.TAKEN;
    }

    /** It is here, in the length that it has; false when there is no room for that, and nothing of it is kept. */
    private boolean made(Later later, List<Piece> pieces) {
        loop.payloads().release(later.text);
        long length = hold(later, pieces);
        backlog.onMade(later.text.likelyBytes(), length);
        unflushedBytes += length;
        flushSoon();
        return length > 0;
    }

    /** Keeps all pieces, or none if all connections together have no room for them; returns how long they are. */
    private long hold(Later later, List<Piece> pieces) {
        long length = 0;
        later.made = true;
        for (Piece piece : pieces) {
            if (!loop.payloads().hold(piece.array(), Draw.WHOLE)) {
                later.pieces.forEach(this::drop);
                later.pieces.clear();
                return 0;
            }
            later.pieces.add(new Large(piece));
            length += piece.length();
        }
        return length;
    }

    private void accepted(long bytes) {
        backlog.onAccepted(bytes);
        unflushedBytes += bytes;
    }

    private boolean copy(byte[] header, int headerBytes, byte[] payload, Draw draw) {
        Chunk chunk = chunkFor(headerBytes + payload.length, draw);
        if (chunk == null) {
            return false;
        }
        chunk.bytes.writeBytes(header, 0, headerBytes).writeBytes(payload);
        return true;
    }

    private boolean share(byte[] header, int headerBytes, byte[] payload, Draw draw) {
        if (!loop.payloads().hold(payload, draw)) {
            return false;
        }
        Chunk chunk = chunkFor(headerBytes, draw);
        if (chunk == null) {
            loop.payloads().release(payload);
            return false;
        }
        chunk.bytes.writeBytes(header, 0, headerBytes);
        seal();
        parts.add(new Large(Piece.of(payload)));
        return true;
    }

    private void flushSoon() {
        if (!dirty) {
            dirty = true;
            loop.flushAtEndOfTurn(flush);
        }
        if (unflushedBytes >= EARLY_FLUSH_BYTES && channel.isWritable()) {
            flush();
        }
    }

    /** The end of the turn: hands over to the socket what it takes now. */
    private void flushTurn() {
        dirty = false;
        flush();
    }

    /** Goes on after the socket was full. */
    public void onSocketWritable() {
        flush();
    }

    private void flush() {
        unflushedBytes = 0;
        if (released || flushing || !channel.isWritable()) {
            return;
        }
        seal();
        flushing = true;
        boolean written = false;
        for (Part part = parts.peek(); part != null && part.isMade() && channel.isWritable(); part = parts.peek()) {
            if (write(part)) {
                parts.remove();
            }
            written = true;
        }
        flushing = false;
        if (written) {
            channel.flush();
        }
    }

    /** Hands over a part, or a piece of it; true when all of it has been. */
    private boolean write(Part part) {
        return switch (part) {
            case Chunk chunk -> {
                write(chunk.bytes, chunk.charged);
                yield true;
            }
            case Large large -> write(large);
            case Later later -> {
                Large piece = later.pieces.peek();
                if (piece != null && write(piece)) {
                    later.pieces.remove();
                }
                yield later.pieces.isEmpty();
            }
        };
    }

    private boolean write(Large large) {
        int length = Math.min(PIECE_BYTES, large.bytes.to() - large.next);
        ByteBuf piece = channel.alloc().directBuffer(length);
        loop.budget().takeAnyway(length);
        piece.writeBytes(large.bytes.array(), large.next, length);
        large.next += length;
        boolean done = large.next == large.bytes.to();
        if (done) {
            loop.payloads().release(large.bytes.array());
        }
        write(piece, length);
        return done;
    }

    private void write(ByteBuf bytes, int charged) {
        int count = bytes.readableBytes();
        channel.write(bytes).addListener(done -> {
            loop.budget().giveBack(charged);
            if (done.isSuccess()) {
                backlog.onTaken(count);
                loop.traffic().add(Traffic.Count.BYTES_SENT, count);
                onWritten.run();
            } else {
                backlog.onLost(count);
            }
        });
    }

    private @Nullable Chunk chunkFor(int bytes, Draw draw) {
        Chunk chunk = open;
        if (chunk != null && chunk.bytes.writableBytes() >= bytes) {
            return chunk;
        }
        int capacity = chunk == null && bytes <= FIRST_CHUNK_BYTES ? FIRST_CHUNK_BYTES : CHUNK_BYTES;
        if (!draw.take(loop.budget(), capacity)) {
            return null;
        }
        seal();
        chunk = new Chunk(channel.alloc().directBuffer(capacity, capacity), capacity);
        open = chunk;
        return chunk;
    }

    private void seal() {
        Chunk chunk = open;
        if (chunk == null) {
            return;
        }
        open = null;
        parts.add(chunk);
    }

    /** The connection is gone: gives back everything that waits. */
    public void release() {
        released = true;
        seal();
        parts.forEach(this::drop);
        parts.clear();
    }

    private void drop(Part part) {
        switch (part) {
            case Chunk chunk -> {
                chunk.bytes.release();
                loop.budget().giveBack(chunk.charged);
            }
            case Large large -> loop.payloads().release(large.bytes.array());
            case Later later -> {
                if (!later.made) {
                    loop.payloads().release(later.text);
                }
                later.pieces.forEach(this::drop);
            }
        }
    }

    private sealed interface Part {
        default boolean isMade() {
            return true;
        }
    }

    private record Chunk(ByteBuf bytes, int charged) implements Part {}

    private static final class Large implements Part {
        private final Piece bytes;
        private int next;

        Large(Piece bytes) {
            this.bytes = bytes;
            this.next = bytes.from();
        }
    }

    private static final class Later implements Part {
        private final LongText text;
        private final Deque<Large> pieces = new ArrayDeque<>();
        private boolean made;

        Later(LongText text) {
            this.text = text;
        }

        @Override
        public boolean isMade() {
            return made;
        }
    }
}
