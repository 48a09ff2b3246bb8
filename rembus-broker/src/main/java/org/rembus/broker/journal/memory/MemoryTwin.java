package org.rembus.broker.journal.memory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.HeldIds;
import org.rembus.broker.journal.Since;
import org.rembus.broker.journal.TwinChange;
import org.rembus.broker.journal.TwinChange.Start;
import org.rembus.broker.journal.TwinState;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.QoS;

/** What is remembered of one named component, while it is being changed. */
final class MemoryTwin {
    private final String rid;
    private final Map<String, Terms> subscriptions = new LinkedHashMap<>();
    private final SequencedSet<String> exposed = new LinkedHashSet<>();
    private final HeldIds held = new HeldIds();
    private boolean acknowledges;
    private boolean active;

    MemoryTwin(String rid) {
        this.rid = rid;
    }

    void hold(MessageId id, long receivedNs) {
        held.add(id, receivedNs);
    }

    void apply(long sequence, TwinChange change) {
        switch (change) {
            case TwinChange.Arrived arrived -> {}
            case TwinChange.Activated activated -> active = true;
            case TwinChange.Deactivated deactivated -> deactivate(sequence);
            case TwinChange.Subscribed subscribed -> subscribe(sequence, subscribed);
            case TwinChange.Unsubscribed unsubscribed -> subscriptions.remove(unsubscribed.topic());
            case TwinChange.Exposed service -> exposed.add(service.topic());
            case TwinChange.Unexposed service -> exposed.remove(service.topic());
            case TwinChange.Acknowledged acknowledged -> acknowledge(acknowledged);
            case TwinChange.Advanced advanced -> advance(advanced);
            case TwinChange.Released released -> held.remove(released.id());
            case TwinChange.Acknowledges peer -> acknowledges = true;
        }
    }

    TwinState state() {
        List<TwinState.SubscriptionState> states = new ArrayList<>();
        subscriptions.forEach((topic, terms) -> states.add(terms.state(topic)));
        return new TwinState(
                rid,
                List.copyOf(states),
                Collections.unmodifiableSequencedSet(new LinkedHashSet<>(exposed)),
                held.snapshot(),
                acknowledges);
    }

    private void subscribe(long sequence, TwinChange.Subscribed change) {
        Terms terms = subscriptions.computeIfAbsent(
                change.topic(),
                topic -> new Terms(change.number(), change.start() == Start.HERE ? sequence : 0, sequence));
        terms.everyTopic = change.everyTopic();
        terms.since = change.since();
        terms.ceiling = change.ceiling();
    }

    private void deactivate(long sequence) {
        if (active) {
            active = false;
            subscriptions.values().forEach(terms -> terms.activeThrough = sequence);
        }
    }

    private void acknowledge(TwinChange.Acknowledged change) {
        Terms terms = numbered(change.subscription());
        if (terms != null && change.sequence() > terms.position) {
            terms.acknowledgedAbove.add(change.sequence());
        }
    }

    private void advance(TwinChange.Advanced change) {
        Terms terms = numbered(change.subscription());
        if (terms != null && change.position() > terms.position) {
            terms.position = change.position();
            terms.acknowledgedAbove.headSet(change.position() + 1).clear();
        }
    }

    private @Nullable Terms numbered(int number) {
        for (Terms terms : subscriptions.values()) {
            if (terms.number == number) {
                return terms;
            }
        }
        return null;
    }

    /** A subscription while it is being changed. */
    private static final class Terms {
        final int number;
        final TreeSet<Long> acknowledgedAbove = new TreeSet<>();
        long position;
        long activeThrough;
        boolean everyTopic;
        Since since = Since.NOW;
        QoS ceiling = QoS.EXACTLY_ONCE;

        Terms(int number, long position, long activeThrough) {
            this.number = number;
            this.position = position;
            this.activeThrough = activeThrough;
        }

        TwinState.SubscriptionState state(String topic) {
            return new TwinState.SubscriptionState(
                    number,
                    topic,
                    everyTopic,
                    since,
                    ceiling,
                    position,
                    Collections.unmodifiableSortedSet(new TreeSet<>(acknowledgedAbove)),
                    activeThrough);
        }
    }
}
