package org.rembus.broker.journal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.rembus.broker.journal.TwinChange.Start;
import org.rembus.broker.journal.TwinState.Delivery;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.QoS;

/**
 * What is remembered of one named component, while it is being changed: the one state machine that turns the journal's
 * entries into a {@link TwinState}, whatever keeps it. Not thread-safe.
 */
public final class TwinImage {
    private final String rid;
    private final Map<String, Terms> subscriptions = new LinkedHashMap<>();
    private final Map<Integer, Terms> byNumber = new HashMap<>();
    private final SequencedSet<String> exposed = new LinkedHashSet<>();
    private final HeldIds held = new HeldIds();
    private int highestNumber;
    private boolean acknowledges;
    private Delivery delivery = Delivery.STOPPED;

    /** A twin of which nothing is known but its name. */
    public TwinImage(String rid) {
        this.rid = rid;
    }

    /** A twin as it was remembered. */
    public static TwinImage of(TwinState state) {
        TwinImage image = new TwinImage(state.rid());
        for (TwinState.SubscriptionState subscription : state.subscriptions()) {
            image.put(subscription.topic(), new Terms(subscription));
        }
        image.highestNumber = state.highestNumber();
        image.exposed.addAll(state.exposed());
        image.held.addAll(state.held());
        image.acknowledges = state.acknowledges();
        image.delivery = state.delivery();
        return image;
    }

    /** Takes in a QoS 2 message of the component: its id is held until it is released. */
    public void hold(MessageId id, long receivedNs) {
        held.add(id, receivedNs);
    }

    /** Takes in a change of this twin; they come in the journal's order. */
    public void apply(long sequence, TwinChange change) {
        switch (change) {
            case TwinChange.Arrived arrived -> {}
            case TwinChange.Activated activated -> activate(sequence);
            case TwinChange.Deactivated deactivated -> deactivate(sequence, deactivated);
            case TwinChange.Subscribed subscribed -> subscribe(sequence, subscribed);
            case TwinChange.Unsubscribed unsubscribed -> unsubscribe(unsubscribed.topic());
            case TwinChange.Exposed service -> exposed.add(service.topic());
            case TwinChange.Unexposed service -> exposed.remove(service.topic());
            case TwinChange.Acknowledged acknowledged -> acknowledge(acknowledged);
            case TwinChange.Advanced advanced -> advance(advanced);
            case TwinChange.Released released -> held.remove(released.id());
            case TwinChange.Acknowledges peer -> acknowledges = true;
        }
    }

    /** A view, which changes with the twin. */
    public TwinStore.Known known() {
        return new TwinStore.Known(rid, Collections.unmodifiableSequencedSet(exposed), isActive());
    }

    /** As it stands in a list. */
    public TwinStore.Listed listed() {
        return TwinStore.Listed.of(state(), held.size());
    }

    /** A copy. */
    public TwinState state() {
        List<TwinState.SubscriptionState> states = new ArrayList<>();
        subscriptions.forEach((topic, terms) -> states.add(terms.state(topic)));
        return new TwinState(
                rid,
                List.copyOf(states),
                highestNumber,
                Collections.unmodifiableSequencedSet(new LinkedHashSet<>(exposed)),
                held.snapshot(),
                acknowledges,
                delivery);
    }

    private void subscribe(long sequence, TwinChange.Subscribed change) {
        Terms terms = subscriptions.computeIfAbsent(
                change.topic(),
                topic -> new Terms(change.number(), change.start() == Start.HERE ? sequence : 0, sequence));
        terms.everyTopic = change.everyTopic();
        terms.since = change.since();
        terms.ceiling = change.ceiling();
        put(change.topic(), terms);
    }

    private void put(String topic, Terms terms) {
        subscriptions.put(topic, terms);
        byNumber.put(terms.number, terms);
        highestNumber = Math.max(highestNumber, terms.number);
    }

    private void unsubscribe(String topic) {
        Terms removed = subscriptions.remove(topic);
        if (removed != null) {
            byNumber.remove(removed.number);
        }
    }

    private void activate(long sequence) {
        if (isActive()) {
            return;
        }
        delivery = Delivery.ACTIVE;
        for (Terms terms : subscriptions.values()) {
            if (terms.since.isNow()) {
                terms.done(terms.activeThrough + 1, sequence);
            }
        }
    }

    private boolean isActive() {
        return delivery == Delivery.ACTIVE;
    }

    private void deactivate(long sequence, TwinChange.Deactivated change) {
        long through = Math.min(sequence, change.through());
        for (Terms terms : subscriptions.values()) {
            terms.activeThrough = isActive() ? through : Math.min(through, terms.activeThrough);
        }
        delivery = switch (change.stop()) {
            case ASKED -> Delivery.STOPPED;
            case CUT_OFF -> Delivery.CUT_OFF;
        };
    }

    private void acknowledge(TwinChange.Acknowledged change) {
        Terms terms = byNumber.get(change.subscription());
        if (terms != null) {
            terms.done(change.first(), change.last());
        }
    }

    private void advance(TwinChange.Advanced change) {
        Terms terms = byNumber.get(change.subscription());
        if (terms != null) {
            terms.done(terms.position + 1, change.position());
        }
    }

    /** A subscription while it is being changed. */
    private static final class Terms {
        final int number;
        final SequenceSet doneAbove = new SequenceSet();
        long position;
        long activeThrough;
        boolean everyTopic;
        Since since = Since.NOW;
        QoS ceiling = QoS.EXACTLY_ONCE;

        Terms(TwinState.SubscriptionState state) {
            this(state.number(), state.position(), state.activeThrough());
            doneAbove.addAll(state.doneAbove());
            everyTopic = state.everyTopic();
            since = state.since();
            ceiling = state.ceiling();
        }

        Terms(int number, long position, long activeThrough) {
            this.number = number;
            this.position = position;
            this.activeThrough = activeThrough;
        }

        void done(long first, long last) {
            doneAbove.add(Math.max(first, position + 1), last);
            position = doneAbove.firstAbsent(position + 1) - 1;
            doneAbove.removeThrough(position);
        }

        TwinState.SubscriptionState state(String topic) {
            return new TwinState.SubscriptionState(
                    number, topic, everyTopic, since, ceiling, position, doneAbove.copy(), activeThrough);
        }
    }
}
