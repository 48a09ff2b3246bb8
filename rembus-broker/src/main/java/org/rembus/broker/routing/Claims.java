package org.rembus.broker.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rembus.broker.routing.time.DeadlineQueue;
import org.rembus.broker.routing.time.TurnTime;

/**
 * Newer connections that claim the name of an older one, and wait to hear whether that is alive (PROTOCOL.md section 6).
 *
 * <p>The older one is pinged. When it closes, as one does whose component has lost its network for a moment and is back
 * already, the claim is granted at once. So it is when no byte comes: within half a second from one that has been silent for
 * long; one that was heard lately is given longer, for it may just be busy.
 */
final class Claims {
    private static final long QUIET_NS = Duration.ofSeconds(10).toNanos();
    private static final long PATIENCE_NS = Duration.ofMillis(500).toNanos();
    private static final long PATIENCE_IF_HEARD_NS = Duration.ofSeconds(2).toNanos();

    private final TurnTime time;
    private final JournalQueue queue;
    private final Outcome outcome;
    private final DeadlineQueue<Claim> onQuiet = new DeadlineQueue<>(PATIENCE_NS);
    private final DeadlineQueue<Claim> onHeard = new DeadlineQueue<>(PATIENCE_IF_HEARD_NS);
    private final Map<Session, List<Claim>> byOlder = new HashMap<>();

    Claims(TurnTime time, JournalQueue queue, Outcome outcome) {
        this.time = time;
        this.queue = queue;
        this.outcome = outcome;
    }

    /** A claim. Compared by identity of its sessions. */
    record Claim(Session newer, Introduction introduction, Session older, long heardBeforeNs) {
        Claim(Session newer, Introduction introduction, Session older) {
            this(newer, introduction, older, older.connection().lastHeardNs());
        }

        /** Whether any byte of the older connection has come since. */
        boolean isAnswered() {
            return older.connection().lastHeardNs() != heardBeforeNs;
        }
    }

    /** What becomes of claims. */
    interface Outcome {
        /** The name is free: let the newer connection have it. */
        void grant(Claim claim);

        /** The older connection is alive: refuse the newer one. */
        void deny(Claim claim);

        /** The older connection gives no sign of life: close it, so that {@link Claims#onGone} grants what is claimed. */
        void giveUpOlder(Claim claim);
    }

    void add(Claim claim) {
        long nowNs = time.nowNs();
        claim.older().ping(nowNs, PATIENCE_NS);
        boolean isQuiet = nowNs - claim.heardBeforeNs() > QUIET_NS;
        (isQuiet ? onQuiet : onHeard).add(claim, nowNs);
        byOlder.computeIfAbsent(claim.older(), older -> new ArrayList<>(1)).add(claim);
    }

    /** Decides on those that have waited for long enough. */
    void decideDue() {
        decideDue(onQuiet);
        decideDue(onHeard);
    }

    private void decideDue(DeadlineQueue<Claim> claims) {
        Claim due = claims.pollDue(time.nowNs());
        while (due != null) {
            decide(due, claims);
            due = claims.pollDue(time.nowNs());
        }
    }

    private void decide(Claim claim, DeadlineQueue<Claim> claims) {
        if (!claim.newer().isClosed() && !claim.isAnswered() && isHeldUp(claim.older())) {
            claims.add(claim, time.nowNs());
            return;
        }
        if (claim.newer().isClosed()) {
            forget(claim);
        } else if (claim.isAnswered()) {
            forget(claim);
            outcome.deny(claim);
        } else {
            outcome.giveUpOlder(claim);
        }
    }

    /** Whether bytes of its may have come and wait to be read, because we do not read now. */
    private boolean isHeldUp(Session session) {
        return session.isGreeted() || queue.isHeldBack(session);
    }

    private void forget(Claim claim) {
        byOlder.computeIfPresent(claim.older(), (older, claims) -> {
            claims.remove(claim);
            return claims.isEmpty() ? null : claims;
        });
    }

    /** A connection whose name may have been claimed is gone. */
    void onGone(Session older) {
        List<Claim> granted = byOlder.remove(older);
        if (granted == null) {
            return;
        }
        for (Claim claim : granted) {
            onQuiet.remove(claim);
            onHeard.remove(claim);
            if (!claim.newer().isClosed()) {
                outcome.grant(claim);
            }
        }
    }
}
