package org.rembus.broker.transport;

import io.netty.channel.Channel;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many connections there may be, over all listeners: those that carry messages, and those that have not got so far.
 * Used on the loop.
 *
 * <p>When too many have not got so far, the oldest of them has to go: an honest peer is done within a round trip or two, so
 * that those who let their handshakes hang take room from each other, and from nobody else.
 */
public final class Admission {
    private final int maxAdmitted;
    private final int maxWaiting;
    private final SequencedSet<Channel> waiting = new LinkedHashSet<>();
    private final AtomicInteger admitted = new AtomicInteger();

    /**
     * @param maxAdmitted how many may carry messages
     * @param maxWaiting how many may be in their handshake
     */
    public Admission(int maxAdmitted, int maxWaiting) {
        this.maxAdmitted = maxAdmitted;
        this.maxWaiting = maxWaiting;
    }

    /**
     * A connection is here, and its handshake begins.
     *
     * @return the one that has to go for it; null when there is room
     */
    public @Nullable Channel begin(Channel channel) {
        Channel oldest = waiting.size() >= maxWaiting ? waiting.removeFirst() : null;
        waiting.add(channel);
        channel.closeFuture().addListener(closed -> waiting.remove(channel));
        return oldest;
    }

    /** Whether the connection, which has done its handshake, may carry messages: it counts until it is closed. */
    public boolean admit(Channel channel) {
        if (admitted.get() >= maxAdmitted) {
            return false;
        }
        waiting.remove(channel);
        admitted.incrementAndGet();
        channel.closeFuture().addListener(closed -> admitted.decrementAndGet());
        return true;
    }

    /** How many carry messages now. May be asked by any thread. */
    int admitted() {
        return admitted.get();
    }
}
