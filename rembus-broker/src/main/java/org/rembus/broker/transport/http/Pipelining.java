package org.rembus.broker.transport.http;

import io.netty.handler.codec.http.HttpObject;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is on one connection: requests are taken one after the other, each when the one before it has its answer. Parts of
 * requests that are sent ahead wait, a bounded number of them, and nothing is read meanwhile. Behind a request whose answer has no
 * end, or one that ended the connection, nothing is taken any more: what comes is read and forgotten, so that the peer's end is seen.
 */
final class Pipelining {
    private final int maxAhead;
    private final Deque<HttpObject> ahead = new ArrayDeque<>();
    private Phase phase = Phase.TAKING;
    private boolean held;
    private int forgotten;

    private enum Phase {
        TAKING,
        ANSWERING,
        ENDLESS,
        OVER
    }

    /** What becomes of a part. */
    enum Turn {
        /** It is to be taken. */
        NOW,
        /** It waits for its turn. */
        LATER,
        /** It has been released. */
        NEVER,
        /** It has been released, and the peer sends what nobody asked for. */
        TOO_MANY
    }

    /** @param maxAhead how many parts may wait, and how many may come that are forgotten */
    Pipelining(int maxAhead) {
        this.maxAhead = maxAhead;
    }

    /** A part came, and is this one's unless it is to be taken now. */
    Turn onPart(HttpObject part) {
        if (isTaking() && !held && ahead.isEmpty()) {
            return Turn.NOW;
        }
        if (phase == Phase.TAKING || phase == Phase.ANSWERING) {
            if (ahead.size() < maxAhead) {
                ahead.add(part);
                return Turn.LATER;
            }
            ReferenceCountUtil.release(part);
            return Turn.TOO_MANY;
        }
        ReferenceCountUtil.release(part);
        return phase == Phase.ENDLESS && ++forgotten > maxAhead ? Turn.TOO_MANY : Turn.NEVER;
    }

    /** The part that is to be taken now, of those that wait; null when there is none. */
    @Nullable
    HttpObject next() {
        return isTaking() && !held ? ahead.poll() : null;
    }

    /** A request is whole, and waits for its answer. */
    void onRequest() {
        phase = Phase.ANSWERING;
    }

    /** It has its answer. */
    void onAnswered() {
        if (phase == Phase.ANSWERING) {
            phase = Phase.TAKING;
        }
    }

    /** Its answer has begun, and goes on until the connection ends. */
    void onEndless() {
        leave(Phase.ENDLESS);
    }

    /** Nothing that comes is understood any more. */
    void end() {
        leave(Phase.OVER);
    }

    private void leave(Phase last) {
        phase = phase == Phase.OVER ? Phase.OVER : last;
        ahead.forEach(ReferenceCountUtil::release);
        ahead.clear();
    }

    /** Whether what comes has to wait although it would be its turn. */
    void hold(boolean hold) {
        held = hold;
    }

    /** Whether a request may come, or is coming. */
    boolean isTaking() {
        return phase == Phase.TAKING;
    }

    /** Whether a request waits for its answer. */
    boolean isAnswering() {
        return phase == Phase.ANSWERING;
    }

    boolean isHeld() {
        return held;
    }

    /** Whether there is any use in reading more. */
    boolean wantsMore() {
        return switch (phase) {
            case TAKING -> !held;
            case ANSWERING -> false;
            case ENDLESS, OVER -> true;
        };
    }
}
