package org.rembus.broker.routing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.rembus.broker.journal.Journal;
import org.rembus.broker.journal.TwinChange;
import org.rembus.broker.journal.TwinStore;
import org.rembus.broker.routing.connection.Acceptor;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.routing.connection.Connection;
import org.rembus.broker.routing.connection.ConnectionEvents;
import org.rembus.broker.routing.options.RouterOptions;
import org.rembus.broker.routing.room.HeapRoom;
import org.rembus.broker.routing.room.RememberedRoom;
import org.rembus.broker.routing.room.TopicRoom;
import org.rembus.broker.routing.time.TurnTime;
import org.rembus.broker.routing.traffic.TopicFigures;
import org.rembus.protocol.Extension;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.Message;
import org.rembus.protocol.Rid;

/**
 * The broker's state machine: it takes what happens on connections and in the journal, and decides who gets what.
 *
 * <p>Not thread-safe: one thread calls it, in turns. A turn begins with {@link #advance}, which tells the time and sees
 * to what is due; then come any number of events; it ends with {@link #endTurn}, which starts the writing of what was
 * appended. Between two turns nothing happens. The same inputs give the same effects.
 */
public final class Router implements Acceptor {
    /** What it tells peers beyond the protocol, if they agree (PROTOCOL.md section 15). */
    public static final Extensions EXTENSIONS = Extensions.of(Extension.NACK, Extension.TRACE, Extension.EVENTS);

    private final RouterState state;
    private final RandomGenerator random;
    private final Journal journal;
    private final Retransmitter retransmitter;
    private final Positions positions;
    private final Activity activity;
    private final CallDesk calls;
    private final Greeter greeter;
    private final Session.Desks desks;
    private final Set<Session> sessions = new LinkedHashSet<>();

    /**
     * A router over what a journal and a store remember.
     *
     * @param random for the names of anonymous components and the ids of requests
     */
    public Router(RouterOptions options, Journal journal, TwinStore store, RandomGenerator random, Notices notices) {
        this.random = random;
        this.journal = journal;
        TurnTime time = new TurnTime();
        Ids ids = new Ids(journal.epoch(), random.nextLong());
        JournalQueue queue = new JournalQueue(journal, notices, time, options.maxPendingBytes());
        Counters counters = new Counters();
        RememberedRoom remembered = new RememberedRoom(options.maxRememberedBytes());
        Twins twins = new Twins(
                options.maxKnownNames(),
                new TopicRoom(options.maxTopicBytes()),
                new HeapRoom(options.maxUnansweredBytes()),
                remembered);
        this.state = new RouterState(
                options,
                time,
                queue,
                twins,
                new TwinRegister(queue, twins),
                new Tenants(options.policy(), options.names(), remembered),
                new DurableTopics(options, remembered),
                new Nodes(random.nextLong() >>> 1, notices),
                ids,
                new EventDesk(ids, time),
                counters,
                new TrafficDesk(sessions, counters, queue, time),
                notices);
        this.retransmitter = new Retransmitter(state);
        this.positions = new Positions(state.queue(), time);
        Replay replay = new Replay(state, journal, positions);
        DeliveryDesk deliveries = new DeliveryDesk(state, positions, retransmitter, replay);
        PublishDesk publishes = new PublishDesk(state, deliveries);
        this.calls = new CallDesk(state, publishes);
        TwinTables tables = new TwinTables(state, replay, positions);
        this.activity = new Activity(queue, tables, positions);
        this.greeter = new Greeter(state, store, tables, activity, deliveries, calls, publishes);
        TwinDesk described = new TwinDesk(state, store, journal);
        CommandDesk commands = new CommandDesk(state, tables, activity, replay, positions, deliveries, described);
        this.desks = new Session.Desks(greeter, commands, calls, publishes, deliveries);
        store.forEach(this::remember);
        if (state.durable().isAsked()) {
            store.forEachState(state.durable()::addAll);
        }
    }

    private void remember(TwinStore.Known twin) {
        state.twins().addRecorded(twin.rid());
        String tenant = Tenancy.of(new Rid(twin.rid()), state.options()).own();
        twin.exposed().forEach(topic -> state.tenants().exposeAway(tenant, twin.rid(), topic));
        if (twin.active()) {
            noteStopped(twin.rid(), state.queue().frontier());
        }
    }

    /** Delivery to a twin stopped when an earlier router ended, which had no time to say so. */
    private void noteStopped(String rid, long through) {
        state.queue().append(new TwinChange.Deactivated(rid, through, TwinChange.Stop.CUT_OFF), () -> {
            Twin present = state.twins().present(rid);
            if (present == null || !present.isOnRecord()) {
                noteStopped(rid, through);
            } else {
                present.setIncomplete();
                activity.mend(present);
            }
        });
    }

    /**
     * Begins a turn.
     *
     * @param nowNs on a clock that never goes back
     * @param epochNs nanoseconds since the epoch
     */
    public void advance(long nowNs, long epochNs) {
        state.time().set(nowNs, epochNs);
        // before reading goes on: what waits to be read is a sign of life
        greeter.checkClaims();
        state.queue().releaseDue();
        calls.giveUpDue();
        retransmitter.resendDue();
        state.events().tellDue();
        state.traffic().advance();
    }

    /**
     * Ends a turn.
     *
     * @return whether the next turn should begin at once: there is more to do than was good for one turn
     */
    public boolean endTurn() {
        desks.deliveries().closeTooSlow();
        positions.noteMoved();
        return journal.commit();
    }

    @Override
    public ConnectionEvents onOpened(Connection connection) {
        RouterOptions options = state.options();
        Rid rid = anonymousRid();
        Twin anonymous = new Twin(rid, Tenancy.of(rid, options), options.maxInflight());
        Session session = new Session(connection, anonymous, desks, state.time().epochNs());
        anonymous.attach(session);
        anonymous.setWelcome();
        state.twins().add(anonymous);
        sessions.add(session);
        return new Watched(session);
    }

    /** Takes no more requests from components, and tells those that want to know; requests under way go on. */
    public void stop() {
        calls.stop();
        sessions.forEach(state.events()::draining);
    }

    /** Whether a request waits for an answer. */
    public boolean owesAnswers() {
        return !calls.isQuiet();
    }

    /** Whether no request waits for an answer and nothing waits for the journal. */
    public boolean isQuiet() {
        return calls.isQuiet() && state.queue().isEmpty();
    }

    /** Whether {@link #stop} has been called. */
    public boolean isStopping() {
        return calls.isStopping();
    }

    /** What it holds and has counted now. Called on its thread. */
    public Figures figures() {
        JournalQueue queue = state.queue();
        TopicFigures topics = state.traffic().figures();
        return new Figures(
                sessions.size(),
                calls.underWay(),
                queue.waiting(),
                queue.waitingBytes(),
                queue.frontier(),
                queue.waited().taken(),
                topics.published(),
                topics.called());
    }

    /** The names of the components that are here and have one, its own aside, in the order in which they came. Called on its thread. */
    public List<String> connectedNames() {
        return sessions.stream()
                .map(Session::twin)
                .filter(Twin::isWelcome)
                .map(Twin::name)
                .filter(name -> name != null && !name.equals(state.options().name()))
                .distinct()
                .toList();
    }

    /** Why the journal cannot store anything now; empty when it can. */
    public Optional<String> journalFailure() {
        return state.queue().failure();
    }

    /** Closes every connection. */
    public void closeAll(CloseReason reason) {
        new ArrayList<>(sessions).forEach(session -> session.close(reason));
    }

    /** What has been counted so far; may be read from any thread. */
    public Counters counters() {
        return state.counters();
    }

    private Rid anonymousRid() {
        return Rid.anonymous(new UUID(random.nextLong(), random.nextLong()));
    }

    /** Forgets the session when its connection has closed. */
    private final class Watched implements ConnectionEvents {
        private final Session session;

        Watched(Session session) {
            this.session = session;
        }

        @Override
        public void onMessage(Message message) {
            session.onMessage(message);
        }

        @Override
        public void onWritable() {
            session.onWritable();
        }

        @Override
        public String peer() {
            return session.peer();
        }

        @Override
        public void onClosed() {
            sessions.remove(session);
            session.onClosed();
        }
    }
}
