package org.rembus.client.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;

/** The requests that wait for their answers on this connection. */
final class Requests {
    /** As many as a broker keeps for one connection. */
    static final int MAX_OUTSTANDING = 10_000;

    private final Map<MessageId, Sent> outstanding = new LinkedHashMap<>();

    /** A request, without its message when that will not be sent again. */
    private record Sent(Operation.Ask request, int bytes) {}

    /** @return false when there are too many already */
    boolean add(Operation.Ask request) {
        if (outstanding.size() >= MAX_OUTSTANDING) {
            return false;
        }
        Operation.Ask kept = request.repeatable() ? request : request.withoutMessage();
        outstanding.put(request.id(), new Sent(kept, request.message().length));
        return true;
    }

    /**
     * Ends the request that this answers, if it still waits.
     *
     * @return whether there was one
     */
    boolean onResponse(Message.Response response) {
        Sent sent = outstanding.remove(response.id());
        if (sent == null) {
            return false;
        }
        Payload data = response.data().detached();
        if (response.status() == Status.SUCCESS) {
            sent.request.completion().onSuccess(data);
        } else {
            sent.request.fail(new Failure.Answered(response.status(), data));
        }
        return true;
    }

    /**
     * Ends those whose time is over, and forgets those that nobody waits for.
     *
     * @return the earliest deadline of the others, {@link Long#MAX_VALUE} when there are none
     */
    long expire(long nowNs) {
        List<Operation.Ask> expired = new ArrayList<>();
        long next = Long.MAX_VALUE;
        for (Iterator<Sent> all = outstanding.values().iterator(); all.hasNext(); ) {
            Operation.Ask request = all.next().request;
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
        for (Sent sent : List.copyOf(outstanding.values())) {
            if (sent.bytes >= bytes) {
                outstanding.remove(sent.request.id());
                sent.request.fail(failure);
            }
        }
    }

    /** Takes all that wait, in the order in which they were made. */
    List<Operation.Ask> takeAll() {
        List<Operation.Ask> all =
                outstanding.values().stream().map(Sent::request).toList();
        outstanding.clear();
        return all;
    }
}
