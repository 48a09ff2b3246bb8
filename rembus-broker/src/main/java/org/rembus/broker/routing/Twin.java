package org.rembus.broker.routing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.HeldIds;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.TwinChange;
import org.rembus.broker.journal.TwinState;
import org.rembus.broker.routing.options.Policy;
import org.rembus.broker.routing.room.WantedTopics;
import org.rembus.broker.routing.slow.HeldMessages;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Rid;

/**
 * The broker's stand-in for one component (PROTOCOL.md section 1): what it subscribed to and exposes, and how far it has
 * got. A named component's twin outlives its connections; an anonymous one's dies with it.
 */
final class Twin implements Policy.Candidate {
    private final Rid rid;
    private final Tenancy tenancy;
    private final boolean named;
    private final @Nullable Pool pool;

    // -- across connections --
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private final SequencedSet<String> exposed = new LinkedHashSet<>();
    private final HeldIds held = new HeldIds();
    private int highestNumber;
    private boolean acknowledges;
    private boolean active;
    private boolean cutOff;
    private boolean onRecord;
    private boolean incomplete;
    private TwinRegister.@Nullable Entry entry;
    private long activeThrough = TwinChange.Deactivated.HERE;

    // -- as the commands so far will leave it, those that wait for the journal included --
    private final WantedTopics wanted = new WantedTopics();
    private boolean wantsDelivery;

    // -- what the component published and the journal has not settled --
    private final Map<String, Integer> unsettledTopics = new HashMap<>();
    private final Set<MessageId> unsettledIds = new HashSet<>();

    // -- per connection --
    private final Window window;
    private final Set<Subscription> stalled = new LinkedHashSet<>();
    private final ReadingTurns reading = new ReadingTurns();
    private final HeldIds passedOn = new HeldIds();
    private final Backlog backlog = new Backlog();
    private @Nullable HeldMessages<Subscription> heldMessages;
    private @Nullable List<Runnable> waiting;
    private @Nullable Departure departure;
    private @Nullable Session session;
    private boolean reactive;
    private boolean welcome;

    Twin(Rid rid, Tenancy tenancy, int maxInflight) {
        this(rid, tenancy, null, maxInflight);
    }

    private Twin(Rid rid, Tenancy tenancy, @Nullable Pool pool, int maxInflight) {
        this.rid = rid;
        this.tenancy = tenancy;
        this.named = !rid.isAnonymous();
        this.pool = pool;
        this.window = new Window(maxInflight);
    }

    /**
     * One of those that share a name.
     *
     * @param rid of its own, an anonymous one
     */
    static Twin memberOf(Pool pool, Rid rid, int maxInflight) {
        return new Twin(rid, pool.tenancy(), pool, maxInflight);
    }

    /** Runs when what was remembered of the component is here: now, or after {@link #loaded}. */
    void whenLoaded(Runnable action) {
        if (waiting == null) {
            action.run();
        } else {
            waiting.add(action);
        }
    }

    /** What was remembered is being looked up. */
    void loading() {
        waiting = new ArrayList<>();
    }

    /** What was remembered is here. */
    void loaded() {
        List<Runnable> actions = waiting == null ? List.of() : waiting;
        waiting = null;
        actions.forEach(Runnable::run);
    }

    /** Takes what was remembered of the component. */
    void remember(TwinState state) {
        for (TwinState.SubscriptionState each : state.subscriptions()) {
            subscriptions.put(each.topic(), Subscription.remembered(this, each));
            wanted.subscribe(each.topic(), each.number());
        }
        highestNumber = state.highestNumber();
        exposed.addAll(state.exposed());
        state.exposed().forEach(wanted::expose);
        held.addAll(state.held());
        acknowledges |= state.acknowledges();
        setEntry(TwinRegister.Entry.remembered());
        active = state.active();
        cutOff = state.delivery() != TwinState.Delivery.STOPPED;
    }

    /** As it is to be remembered, without the ids held. */
    TwinState state() {
        return new TwinState(
                rid.name(),
                subscriptions.values().stream().map(Subscription::state).toList(),
                highestNumber,
                Collections.unmodifiableSequencedSet(new LinkedHashSet<>(exposed)),
                Map.of(),
                acknowledges,
                delivery());
    }

    private TwinState.Delivery delivery() {
        if (active) {
            return TwinState.Delivery.ACTIVE;
        }
        return cutOff ? TwinState.Delivery.CUT_OFF : TwinState.Delivery.STOPPED;
    }

    Rid rid() {
        return rid;
    }

    /** The tenant that its subscriptions and services belong to. */
    String tenant() {
        return tenancy.own();
    }

    /** The tenant that it publishes to and calls. */
    String reachedTenant() {
        return tenancy.reached();
    }

    /** Whether its requests may go to that component. */
    boolean reaches(Twin other) {
        return tenancy.reached().equals(other.tenancy.own());
    }

    /** What its component calls itself: its rid, or the name that it shares with others; null for an anonymous one. */
    @Nullable
    String name() {
        if (pool != null) {
            return pool.rid().name();
        }
        return named ? rid.name() : null;
    }

    /** Those that it shares its name with; null when it has a name of its own, or none. */
    @Nullable
    Pool pool() {
        return pool;
    }

    /** Whether it is remembered across connections. */
    boolean isNamed() {
        return named;
    }

    @Nullable
    Session session() {
        return session;
    }

    boolean isConnected() {
        return session != null;
    }

    void attach(Session connected) {
        session = connected;
        reactive = false;
        welcome = false;
    }

    void detach() {
        session = null;
        wantsDelivery = false;
        reactive = false;
        welcome = false;
        stalled.clear();
        reading.clear();
        passedOn.clear();
    }

    /** Whether the component is connected and has been told so: requests may be sent to it. */
    boolean isWelcome() {
        return welcome;
    }

    void setWelcome() {
        welcome = true;
    }

    /** The last that there was; null when the component has not gone since its twin was loaded. */
    @Nullable
    Departure departure() {
        return departure;
    }

    void setDeparture(Departure last) {
        departure = last;
    }

    /** Whether delivery has been started on this connection. */
    boolean isReactive() {
        return reactive;
    }

    void setReactive(boolean started) {
        reactive = started;
    }

    @Nullable
    Subscription subscription(String topic) {
        return subscriptions.get(topic);
    }

    void add(Subscription subscription) {
        subscriptions.put(subscription.topic().toString(), subscription);
    }

    @Nullable
    Subscription removeSubscription(String topic) {
        Subscription removed = subscriptions.remove(topic);
        if (removed != null) {
            stalled.remove(removed);
        }
        return removed;
    }

    /** A copy, so that it may be walked while it changes. */
    List<Subscription> subscriptions() {
        return new ArrayList<>(subscriptions.values());
    }

    /** That delivery starts is on record, at this sequence. Whether it does is the connection's affair. */
    void startedAt(long sequence) {
        if (!active) {
            active = true;
            subscriptions.values().forEach(subscription -> subscription.startedAt(sequence));
        }
    }

    /** That delivery stopped is on record; when it had stopped before, the earlier sequence counts. */
    void stoppedAt(long sequence) {
        for (Subscription subscription : subscriptions.values()) {
            subscription.stoppedAt(active ? sequence : Math.min(sequence, subscription.activeThrough()));
        }
        activeThrough = active ? sequence : Math.min(sequence, activeThrough);
        active = false;
    }

    /** Delivery to it stops, or has never been wanted. */
    void setStop(TwinChange.Stop why) {
        cutOff = why == TwinChange.Stop.CUT_OFF;
    }

    /** Why delivery to it last stopped. */
    TwinChange.Stop stop() {
        return cutOff ? TwinChange.Stop.CUT_OFF : TwinChange.Stop.ASKED;
    }

    /** Where delivery last stopped, as {@link TwinChange.Deactivated} says it. */
    long activeThrough() {
        return activeThrough;
    }

    /** The topics that the component has asked for. */
    WantedTopics wanted() {
        return wanted;
    }

    /** The component asks to be subscribed: the number of that subscription, which may be there. */
    int want(String topic) {
        Integer present = wanted.subscriptions().get(topic);
        int number = present == null ? ++highestNumber : present;
        wanted.subscribe(topic, number);
        return number;
    }

    /** Whether the component has asked for delivery last, or for an end of it. */
    boolean wantsDelivery() {
        return wantsDelivery;
    }

    void setWantsDelivery(boolean wants) {
        wantsDelivery = wants;
    }

    /** Whether there is something to remember of it, or once was: see {@link TwinRegister}. */
    boolean isOnRecord() {
        return onRecord;
    }

    /** What the journal has been told of it before anything else; null when there is nothing to remember. */
    TwinRegister.@Nullable Entry entry() {
        return entry;
    }

    void setEntry(TwinRegister.Entry told) {
        entry = told;
        onRecord = true;
    }

    /**
     * Whether some of what is to be remembered of it as it stopped being delivered to may have been lost. It is not
     * delivered to then, or has only just stopped.
     */
    boolean isIncomplete() {
        return incomplete;
    }

    void setIncomplete() {
        incomplete = true;
    }

    void setComplete() {
        incomplete = false;
    }

    SequencedSet<String> exposed() {
        return exposed;
    }

    /** How many entries the journal has after the position of its subscription that replays and is furthest behind. */
    long furthestBehind(long head) {
        long behind = 0;
        for (Subscription subscription : subscriptions.values()) {
            if (subscription.feed() == Subscription.Feed.BEHIND
                    && !subscription.since().isNow()) {
                behind = Math.max(behind, head - subscription.progress().position());
            }
        }
        return behind;
    }

    /** The ids of QoS 2 messages from the component whose ACK2 has not come. */
    HeldIds held() {
        return held;
    }

    /** The same of messages that are not stored: for as long as the connection lasts. */
    HeldIds passedOn() {
        return passedOn;
    }

    /** What is not stored and waits for room. */
    Backlog backlog() {
        return backlog;
    }

    /** What waits because the component is slow, and may be dropped or replaced meanwhile; null when nothing does. */
    @Nullable
    HeldMessages<Subscription> heldMessages() {
        return heldMessages;
    }

    void setHeldMessages(@Nullable HeldMessages<Subscription> waitingOnes) {
        heldMessages = waitingOnes;
    }

    Window window() {
        return window;
    }

    /** The subscriptions that are behind and do not go on, because the window or the connection was full. */
    Set<Subscription> stalled() {
        return stalled;
    }

    /** What is read for its subscriptions. */
    ReadingTurns reading() {
        return reading;
    }

    boolean acknowledges() {
        return acknowledges;
    }

    void hasAcknowledged() {
        acknowledges = true;
    }

    /** Requests that were forwarded to the component and not answered. */
    @Override
    public int outstandingRequests() {
        return session == null ? 0 : session.forwarded().size();
    }

    /** Whether an earlier publish of the component to this topic is not dispatched. */
    boolean hasUnsettled(String topic) {
        return unsettledTopics.containsKey(topic);
    }

    /** Whether the publish of this id waits for the journal. */
    boolean hasUnsettled(MessageId id) {
        return unsettledIds.contains(id);
    }

    /** A publish of the component waits for the journal before it is dispatched. */
    void publishing(PublishRecord record) {
        unsettledTopics.merge(record.topic(), 1, Integer::sum);
        MessageId id = record.id();
        if (id != null && record.qos().isAcknowledged()) {
            unsettledIds.add(id);
            if (record.qos() == QoS.EXACTLY_ONCE) {
                held.add(id, record.receivedNs());
            }
        }
    }

    /** The journal has it, or has lost it. */
    void settled(PublishRecord record) {
        unsettledTopics.computeIfPresent(record.topic(), (key, count) -> count == 1 ? null : count - 1);
        if (record.id() != null && record.qos().isAcknowledged()) {
            unsettledIds.remove(record.id());
        }
    }

    @Override
    public String toString() {
        return pool == null ? rid.name() : pool.toString();
    }
}
