package org.rembus.broker.routing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.routing.connection.Connection.Offer;
import org.rembus.broker.routing.connection.Outgoing;
import org.rembus.broker.routing.options.RouterOptions;
import org.rembus.broker.routing.room.HeapRoom;
import org.rembus.broker.routing.slow.DropReason;
import org.rembus.broker.routing.time.DeadlineQueue;
import org.rembus.broker.routing.time.TurnTime;
import org.rembus.broker.routing.traffic.TopicFigures;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Rid;
import org.rembus.protocol.Status;

/** Forwards requests to those who expose the service, and their answers back (PROTOCOL.md section 8). */
final class CallDesk {
    private final RouterOptions options;
    private final Tenants tenants;
    private final Twins twins;
    private final Builtins builtins;
    private final PublishDesk publishes;
    private final HeapRoom unanswered;
    private final Ids ids;
    private final TurnTime time;
    private final Counters counters;
    private final TopicFigures figures;
    private final DeadlineQueue<Call> underWay;
    private boolean stopping;

    CallDesk(RouterState state, PublishDesk publishes) {
        this.options = state.options();
        this.tenants = state.tenants();
        this.twins = state.twins();
        this.unanswered = twins.unanswered();
        this.builtins = new Builtins(options, state.time());
        this.publishes = publishes;
        this.ids = state.ids();
        this.time = state.time();
        this.counters = state.counters();
        this.figures = state.traffic().figures();
        this.underWay = new DeadlineQueue<>(options.requestTimeout().toNanos());
    }

    void onRpc(Session caller, Message.Rpc asked) {
        Message.Rpc rpc = caller.traits().speaksJuliasJson() ? addressed(caller, asked) : asked;
        if (stopping) {
            caller.error(rpc.id(), rpc.topic() + ": the broker is stopping");
        } else if (caller.callsUnderWay() >= options.maxOutstanding() || !hasRoomFor(caller, rpc)) {
            caller.error(rpc.id(), rpc.topic() + ": too many requests under way");
        } else if (rpc.target() == null || isBroker(rpc.target())) {
            callService(caller, rpc);
        } else {
            callTarget(caller, rpc, rpc.target());
        }
    }

    private boolean hasRoomFor(Session caller, Message.Rpc rpc) {
        long bytes = Call.bytesOf(rpc.id(), rpc.topic(), isPublished() ? rpc.data() : null);
        return unanswered.hasFor(caller.bytesUnderWay(), bytes);
    }

    private boolean isPublished() {
        return options.publishCalls() == RouterOptions.PublishCalls.YES;
    }

    /** The request with the target that stands in front of its topic, if such a component is known. */
    private Message.Rpc addressed(Session caller, Message.Rpc rpc) {
        int end = rpc.topic().lastIndexOf('/');
        String target = rpc.topic().substring(0, Math.max(end, 0));
        return rpc.target() == null && isKnown(target, caller.twin())
                ? new Message.Rpc(rpc.id(), rpc.topic().substring(end + 1), target, rpc.data(), rpc.trace())
                : rpc;
    }

    private boolean isKnown(String name, Twin caller) {
        Twin present = twins.present(name);
        boolean isPresent = present != null && present.isWelcome() && caller.reaches(present);
        return isPresent
                || name.equals(options.name())
                || poolReachedBy(caller, name) != null
                || wasReachedBy(caller, name);
    }

    private @Nullable Pool poolReachedBy(Twin caller, String name) {
        Pool pool = twins.pool(name);
        return pool != null && pool.tenancy().own().equals(caller.reachedTenant()) ? pool : null;
    }

    /** Whether there has been a component of this name that the caller would have reached. */
    private boolean wasReachedBy(Twin caller, String name) {
        return twins.isKnown(name) && Tenancy.of(new Rid(name), options).own().equals(caller.reachedTenant());
    }

    /** A server is a component under its name, with services of its own. */
    private boolean isBroker(String target) {
        return options.role() == RouterOptions.Role.BROKER && target.equals(options.name());
    }

    private void callService(Session caller, Message.Rpc rpc) {
        if (Builtins.has(rpc.topic())) {
            caller.success(rpc.id(), builtins.call(rpc.topic()));
            return;
        }
        Services services = tenants.servicesOf(caller.twin().reachedTenant());
        List<Twin> candidates = rpc.target() == null ? services.candidates(rpc.topic(), caller.twin()) : List.of();
        if (candidates.isEmpty()) {
            refuse(caller, rpc, rpc.target() == null ? services : null);
        } else {
            callAny(caller, rpc, candidates);
        }
    }

    /** Forwards to the first that takes it; there is none when the caller is a pool's only member. */
    private void callAny(Session caller, Message.Rpc rpc, List<Twin> candidates) {
        if (candidates.isEmpty()) {
            answer(caller, rpc.id(), Status.METHOD_LOOPBACK, rpc.topic() + ": method loopback");
            return;
        }
        boolean isBusy = false;
        for (Twin candidate : candidates) {
            Session exposer = candidate.session();
            Offer offer = exposer == null ? Offer.GONE : forward(caller, rpc, exposer);
            if (offer == Offer.ACCEPTED) {
                return;
            }
            isBusy |= offer != Offer.GONE;
        }
        if (isBusy) {
            caller.error(rpc.id(), rpc.topic() + ": exposer busy");
        } else {
            answer(caller, rpc.id(), Status.METHOD_UNAVAILABLE, rpc.topic() + ": method unavailable");
        }
    }

    private void refuse(Session caller, Message.Rpc rpc, @Nullable Services services) {
        String objection = options.names().objectionToTopic(rpc.topic());
        if (!objection.isEmpty()) {
            caller.error(rpc.id(), "not a topic to call: " + objection);
        } else if (services == null || !services.isExposed(rpc.topic())) {
            answer(caller, rpc.id(), Status.METHOD_NOT_FOUND, rpc.topic() + ": method unknown");
        } else if (services.isExposedByOther(rpc.topic(), caller.twin())) {
            answer(caller, rpc.id(), Status.METHOD_UNAVAILABLE, rpc.topic() + ": method unavailable");
        } else {
            answer(caller, rpc.id(), Status.METHOD_LOOPBACK, rpc.topic() + ": method loopback");
        }
    }

    private void callTarget(Session caller, Message.Rpc rpc, String target) {
        Pool pool = poolReachedBy(caller.twin(), target);
        if (pool != null) {
            callAny(caller, rpc, pool.candidates(options.policy(), caller.twin()));
            return;
        }
        Twin twin = twins.present(target);
        Session session = twin == null || !twin.isWelcome() ? null : twin.session();
        if (session == caller) {
            answer(caller, rpc.id(), Status.METHOD_LOOPBACK, rpc.topic() + ": method loopback");
        } else if (session != null && caller.twin().reaches(session.twin())) {
            callTarget(caller, rpc, target, session);
        } else if (session == null && wasReachedBy(caller.twin(), target)) {
            answer(caller, rpc.id(), Status.TARGET_DOWN, target);
        } else {
            answer(caller, rpc.id(), Status.TARGET_NOT_FOUND, target);
        }
    }

    private void callTarget(Session caller, Message.Rpc rpc, String target, Session session) {
        switch (forward(caller, rpc, session)) {
            case ACCEPTED -> {}
            case FULL, NO_MEMORY -> caller.error(rpc.id(), rpc.topic() + ": exposer busy");
            case GONE -> answer(caller, rpc.id(), Status.TARGET_DOWN, target);
        }
    }

    private Offer forward(Session caller, Message.Rpc rpc, Session exposer) {
        if (exposer.forwarded().size() >= options.maxOutstanding()) {
            return Offer.FULL;
        }
        MessageId id = ids.forRequest(exposer.traits().idLength());
        Payload arguments = rpc.data().asArguments();
        Message.Rpc forwarded = new Message.Rpc(id, rpc.topic(), null, arguments, rpc.trace());
        Offer offer = exposer.connection().offer(new Outgoing(forwarded));
        if (offer == Offer.ACCEPTED) {
            Payload kept = isPublished() ? arguments.detached() : null;
            Call call = new Call(caller, rpc.id(), rpc.topic(), exposer, id, kept, time.nowNs());
            exposer.forwarded().put(id, call);
            underWay.add(call, time.nowNs());
            caller.started(call);
            unanswered.take(call.bytes());
            counters.increment(Counters.Count.CALLED);
        }
        return offer;
    }

    /** The exposer has answered. */
    void onResponse(Session exposer, Message.Response response) {
        Call call = exposer.forwarded().get(response.id());
        if (call == null) {
            counters.drop(DropReason.LATE_ANSWER);
            return;
        }
        end(call);
        Status status = response.status() == Status.CHALLENGE ? Status.ERROR : response.status();
        call.caller().answer(new Message.Response(call.callerId(), status, response.data()));
        Payload arguments = call.arguments();
        if (status == Status.SUCCESS && arguments != null) {
            Twin caller = call.caller().twin();
            publishes.publishFor(call.caller(), caller.rid().name(), caller.reachedTenant(), call.topic(), arguments);
        }
    }

    /** Answers those whose requests have been under way for too long. */
    void giveUpDue() {
        Call due = underWay.pollDue(time.nowNs());
        while (due != null) {
            end(due);
            due.caller().error(due.callerId(), due.topic() + ": request timeout");
            due = underWay.pollDue(time.nowNs());
        }
    }

    /** The connection is gone: those who wait for its answers hear it at once. */
    void onGone(Session session) {
        for (Call call : new ArrayList<>(session.forwarded().values())) {
            end(call);
            answer(call.caller(), call.callerId(), Status.METHOD_UNAVAILABLE, call.topic() + ": method unavailable");
        }
    }

    /** Takes no more requests; those under way go on. */
    void stop() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    /** How many requests wait for their answers. */
    int underWay() {
        return underWay.size();
    }

    /** Whether no request waits for an answer. */
    boolean isQuiet() {
        return underWay.size() == 0;
    }

    private void end(Call call) {
        call.exposer().forwarded().remove(call.forwardedId());
        underWay.remove(call);
        figures.called(call.topic(), time.nowNs() - call.startedNs());
        call.caller().ended(call);
        unanswered.giveBack(call.bytes());
    }

    private static void answer(Session caller, MessageId id, Status status, String text) {
        caller.error(id, status, text);
    }
}
