package org.rembus.broker.routing;

import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.rembus.broker.admin.AdminCommand;
import org.rembus.broker.journal.TwinChange;
import org.rembus.protocol.Topic;

/**
 * Changes what twins remember: their subscriptions and services. A named twin's change goes through the journal and
 * takes effect when it is durable; an anonymous twin's when everything appended before has been dispatched. So every
 * change has its place in the order of the messages.
 */
final class TwinTables {
    private final JournalQueue queue;
    private final Tenants tenants;

    TwinTables(RouterState state) {
        this.queue = state.queue();
        this.tenants = state.tenants();
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
        Subscription present = twin.subscription(topic.toString());
        int number = present == null ? twin.takeNumber() : present.number();
        TwinChange change = new TwinChange.Subscribed(
                twin.rid().name(), number, topic.toString(), everyTopic, terms.since(), terms.ceiling(), terms.start());
        change(
                twin,
                change,
                new Outcome(
                        here -> {
                            Subscription subscription = twin.subscription(topic.toString());
                            if (subscription == null) {
                                long position = terms.start() == TwinChange.Start.HERE ? here : 0;
                                subscription = new Subscription(twin, number, topic, everyTopic, position, here);
                                twin.add(subscription);
                                if (twin.isConnected()) {
                                    tenants.add(subscription);
                                }
                            }
                            subscription.setTerms(terms.since(), terms.ceiling());
                            subscribed.accept(subscription);
                        },
                        lost));
    }

    void unsubscribe(Twin twin, String topic, Runnable done, Runnable lost) {
        change(
                twin,
                new TwinChange.Unsubscribed(twin.rid().name(), topic),
                new Outcome(
                        here -> {
                            Subscription removed = twin.removeSubscription(topic);
                            if (removed != null) {
                                tenants.remove(removed);
                                removed.deactivate(queue.frontier());
                            }
                            done.run();
                        },
                        lost));
    }

    void expose(Twin twin, String topic, Runnable done, Runnable lost) {
        change(
                twin,
                new TwinChange.Exposed(twin.rid().name(), topic),
                new Outcome(
                        here -> {
                            if (twin.exposed().add(topic) && (twin.isConnected() || twin.isNamed())) {
                                tenants.servicesOf(twin.tenant())
                                        .add(topic, twin.rid().name(), twin.isConnected() ? twin : null);
                            }
                            done.run();
                        },
                        lost));
    }

    void unexpose(Twin twin, String topic, Runnable done, Runnable lost) {
        change(
                twin,
                new TwinChange.Unexposed(twin.rid().name(), topic),
                new Outcome(
                        here -> {
                            if (twin.exposed().remove(topic)) {
                                tenants.servicesOf(twin.tenant())
                                        .remove(topic, twin.rid().name());
                            }
                            done.run();
                        },
                        lost));
    }

    /** Notes a change of what is remembered; {@code outcome} runs when it has its place. */
    void change(Twin twin, TwinChange change, Outcome outcome) {
        if (twin.isNamed()) {
            queue.append(change, outcome.effect(), outcome.lost());
        } else {
            queue.afterPending(() -> outcome.effect().accept(queue.frontier()));
        }
    }

    /** The twin's component has come: its subscriptions can be delivered to, its services called. */
    void appear(Twin twin) {
        twin.subscriptions().forEach(tenants::add);
        Services services = tenants.servicesOf(twin.tenant());
        for (String topic : twin.exposed()) {
            services.setPresence(topic, twin.rid().name(), twin);
        }
    }

    /** The twin's component has gone. A named one's services stay known, an anonymous one's go with it. */
    void disappear(Twin twin) {
        twin.subscriptions().forEach(tenants::remove);
        Services services = tenants.servicesOf(twin.tenant());
        for (String topic : twin.exposed()) {
            if (twin.isNamed()) {
                services.setPresence(topic, twin.rid().name(), null);
            } else {
                services.remove(topic, twin.rid().name());
            }
        }
    }
}
