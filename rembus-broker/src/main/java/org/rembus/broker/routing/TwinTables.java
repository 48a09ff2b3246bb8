package org.rembus.broker.routing;

import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.rembus.broker.admin.AdminCommand;
import org.rembus.broker.journal.TwinChange;
import org.rembus.protocol.Topic;

/**
 * Changes what twins remember: their subscriptions and services. A named twin's change goes through the journal and
 * takes effect when it is durable; an anonymous twin's, or that of one of which there is nothing to remember yet, when
 * everything appended before has been dispatched. So every change has its place in the order of the messages.
 */
final class TwinTables {
    private final JournalQueue queue;
    private final Tenants tenants;
    private final TwinRegister register;
    private final Replay replay;
    private final DurableTopics durable;
    private final Positions positions;

    TwinTables(RouterState state, Replay replay, Positions positions) {
        this.queue = state.queue();
        this.register = state.register();
        this.tenants = state.tenants();
        this.replay = replay;
        this.durable = state.durable();
        this.positions = positions;
    }

    /** What happens in the end to a change: one of the two, once. */
    record Outcome(LongConsumer effect, Runnable lost) {}

    /** Subscribes, or gives a subscription new terms; {@code subscribed} gets it once it is remembered. */
    void subscribe(
            Twin twin,
            Topic topic,
            boolean everyTopic,
            AdminCommand.Subscribe terms,
            Consumer<Subscription> subscribed,
            Runnable lost) {
        String text = topic.toString();
        int number = twin.want(text);
        TwinChange change = new TwinChange.Subscribed(
                twin.rid().name(), number, text, everyTopic, terms.since(), terms.ceiling(), terms.start());
        boolean counts = twin.isNamed() && !terms.since().isNow();
        if (counts) {
            // from now on: what is published before it takes effect is for it already
            durable.add(twin.tenant(), topic, everyTopic);
        }
        LongConsumer effect = here -> {
            Subscription subscription = twin.subscription(text);
            if (subscription == null) {
                // what has been removed already is nothing that it misses
                long position = terms.start() == TwinChange.Start.HERE ? here : queue.removedThrough();
                subscription = new Subscription(twin, number, topic, position, here);
                twin.add(subscription);
                positions.hasMoved(subscription);
            } else {
                tenants.remove(subscription);
                discount(subscription);
            }
            subscription.setEveryTopic(everyTopic);
            if (twin.isConnected()) {
                tenants.add(subscription);
            }
            replay.changeTerms(subscription, terms.since(), terms.ceiling());
            subscribed.accept(subscription);
        };
        change(twin, change, new Outcome(effect, () -> {
            if (counts) {
                durable.remove(twin.tenant(), topic, everyTopic);
            }
            if (twin.subscription(text) == null) {
                twin.wanted().unsubscribe(text);
            }
            lost.run();
        }));
    }

    /** This one is durable no more, or has been counted anew. */
    private void discount(Subscription subscription) {
        if (subscription.isDurable()) {
            durable.remove(subscription.twin().tenant(), subscription.topic(), subscription.isEveryTopic());
        }
    }

    /** Takes a subscription back; {@code done} gets it, unless there was none. */
    void unsubscribe(Twin twin, String topic, Consumer<Subscription> ended, Runnable done, Runnable lost) {
        if (!twin.wanted().unsubscribe(topic)) {
            done.run();
            return;
        }
        LongConsumer effect = here -> {
            Subscription removed = twin.removeSubscription(topic);
            if (removed != null) {
                tenants.remove(removed);
                discount(removed);
                ended.accept(removed);
            }
            done.run();
        };
        change(twin, new TwinChange.Unsubscribed(twin.rid().name(), topic), new Outcome(effect, () -> {
            Subscription still = twin.subscription(topic);
            if (still != null) {
                twin.wanted().subscribe(topic, still.number());
            }
            lost.run();
        }));
    }

    void expose(Twin twin, String topic, Runnable done, Runnable lost) {
        if (!twin.wanted().expose(topic) && twin.exposed().contains(topic)) {
            done.run();
            return;
        }
        LongConsumer effect = here -> {
            if (twin.exposed().add(topic) && (twin.isConnected() || twin.isNamed())) {
                tenants.expose(twin, topic);
            }
            done.run();
        };
        change(twin, new TwinChange.Exposed(twin.rid().name(), topic), new Outcome(effect, () -> {
            if (!twin.exposed().contains(topic)) {
                twin.wanted().unexpose(topic);
            }
            lost.run();
        }));
    }

    void unexpose(Twin twin, String topic, Runnable done, Runnable lost) {
        if (!twin.wanted().unexpose(topic)) {
            done.run();
            return;
        }
        LongConsumer effect = here -> {
            if (twin.exposed().remove(topic)) {
                tenants.unexpose(twin, topic);
            }
            done.run();
        };
        change(twin, new TwinChange.Unexposed(twin.rid().name(), topic), new Outcome(effect, () -> {
            if (twin.exposed().contains(topic)) {
                twin.wanted().expose(topic);
            }
            lost.run();
        }));
    }

    /** Notes a change of what is remembered; {@code outcome} runs when it has its place. */
    void change(Twin twin, TwinChange change, Outcome outcome) {
        if (twin.isNamed() && !TwinRegister.isIdle(twin, change)) {
            TwinRegister.Entry entry = register.enter(twin);
            LongConsumer effect = here -> {
                if (entry.isLost()) {
                    change(twin, change, outcome);
                } else {
                    outcome.effect().accept(here);
                }
            };
            queue.append(change, effect, outcome.lost());
        } else {
            queue.afterPending(() -> outcome.effect().accept(queue.frontier()));
        }
    }

    /** The twin's component has come: its subscriptions can be delivered to, its services called. */
    void appear(Twin twin) {
        twin.subscriptions().forEach(tenants::add);
        twin.exposed().forEach(topic -> tenants.setPresence(twin, topic));
    }

    /** The twin's component has gone. A named one's services stay known, an anonymous one's go with it. */
    void disappear(Twin twin) {
        twin.subscriptions().forEach(tenants::remove);
        for (String topic : twin.exposed()) {
            if (twin.isNamed()) {
                tenants.setPresence(twin, topic);
            } else {
                tenants.unexpose(twin, topic);
            }
        }
    }
}
