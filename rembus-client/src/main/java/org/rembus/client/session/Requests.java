package org.rembus.client.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Status;

/** The requests that wait for their answers on this connection. */
final class Requests {
    /** As many as a broker keeps for one connection. */
    static final int MAX_OUTSTANDING = 10_000;

    private final Map<MessageId, Operation.Ask> outstanding = new LinkedHashMap<>();

    /** @return false when there are too many already */
    boolean add(Operation.Ask request) {
        if (outstanding.size() >= MAX_OUTSTANDING) {
            return false;
        }
        outstanding.put(request.id(), request);
        return true;
    }

    /** Ends the request that this answers, if it still waits. */
    void onResponse(Message.Response response) {
        Operation.Ask request = outstanding.remove(response.id());
        if (request == null) {
            return;
        }
        if (response.status() == Status.SUCCESS) {
            request.completion().onSuccess(response.data().detached());
        } else {
            request.fail(new Failure.Answered(response.status(), response.data().detached()));
        }
    }

    /**
     * Ends those whose time is over, and forgets those that nobody waits for.
     *
     * @return the earliest deadline of the others, {@link Long#MAX_VALUE} when there are none
     */
    long expire(long nowNs) {
        List<Operation.Ask> expired = new ArrayList<>();
        long next = Long.MAX_VALUE;
        for (Iterator<Operation.Ask> all = outstanding.values().iterator(); all.hasNext(); ) {
            Operation.Ask request = all.next();
            if (request.isAbandoned()) {
                all.remove();
            } else if (request.deadlineNs() <= nowNs) {
                all.remove();
                expired.add(request);
            } else {
                next = Math.min(next, request.deadlineNs());
            }
        }
        for (Operation.Ask request : expired) {
            request.fail(new Failure.TimedOut(Duration.ofNanos(request.timeoutNs())));
        }
        return next;
    }

    /** Ends those whose message has this length or a greater one. */
    void failFrom(int bytes, Failure failure) {
        List<Operation.Ask> all = takeAll();
        for (Operation.Ask request : all) {
            if (request.message().length >= bytes) {
                request.fail(failure);
            } else {
                outstanding.put(request.id(), request);
            }
        }
    }

    /** Takes all that wait, in the order in which they were made. */
    List<Operation.Ask> takeAll() {
        List<Operation.Ask> all = List.copyOf(outstanding.values());
        outstanding.clear();
        return all;
    }
}
