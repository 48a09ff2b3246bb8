package org.rembus.client.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/** The operations that wait for a connection, in order and bounded. */
final class Backlog {
    private final Deque<Operation> waiting = new ArrayDeque<>();
    private final Quota quota = new Quota(10_000, 16 << 20);

    /** @return false when there is no room */
    boolean add(Operation operation) {
        int bytes = operation.message().length;
        if (!quota.hasRoom(bytes)) {
            return false;
        }
        quota.add(bytes);
        waiting.add(operation);
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
        for (Iterator<Operation> all = waiting.iterator(); all.hasNext(); ) {
            Operation operation = all.next();
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
    void drainTo(Consumer<Operation> taker) {
        List<Operation> all = new ArrayList<>(waiting);
        waiting.clear();
        quota.clear();
        all.forEach(taker);
    }
}
