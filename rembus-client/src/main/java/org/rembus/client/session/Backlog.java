package org.rembus.client.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** The operations that wait for a connection, in order and bounded; publishes of QoS 1 and 2 are the outbox's. */
final class Backlog {
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Quota quota = new Quota(10_000, 16 << 20);

    private record Waiting(Operation operation, long after) {}

    /** Takes an operation with its place. */
    @FunctionalInterface
    interface Taker {
        void take(Operation operation, long after);
    }

    /**
     * @param after what the outbox took last before this
     * @return false when there is no room
     */
    boolean add(Operation operation, long after) {
        int bytes = operation.message().length;
        if (!quota.hasRoom(bytes)) {
            return false;
        }
        quota.add(bytes);
        waiting.add(new Waiting(operation, after));
        return true;
    }

    /**
     * Fails those whose time is over.
     *
     * @return the earliest deadline of the others
     */
    long expire(long nowNs, Failure failure) {
        List<Operation> expired = new ArrayList<>();
        long next = Long.MAX_VALUE;
        for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
            Operation operation = all.next().operation();
            if (operation.deadlineNs() <= nowNs || operation.isAbandoned()) {
                all.remove();
                quota.remove(operation.message().length);
                expired.add(operation);
            } else {
                next = Math.min(next, operation.deadlineNs());
            }
        }
        expired.forEach(operation -> operation.fail(failure));
        return next;
    }

    /** Hands all of them over, in order. */
    void drainTo(Taker taker) {
        List<Waiting> all = new ArrayList<>(waiting);
        waiting.clear();
        quota.clear();
        all.forEach(each -> taker.take(each.operation(), each.after()));
    }
}
