package org.rembus.broker.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.admin.AdminCommand;
import org.rembus.broker.admin.AdminParser;
import org.rembus.broker.journal.Since;
import org.rembus.broker.journal.TwinChange;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;
import org.rembus.protocol.Topic;

/**
 * Carries out administration commands (PROTOCOL.md section 7). What a twin remembers changes first; then the answer goes
 * out, then what the command set going.
 */
final class CommandDesk {
    private static final String EVERY_TOPIC = "*";

    private final RouterOptions options;
    private final JournalQueue queue;
    private final TwinTables tables;
    private final Replay replay;
    private final DeliveryDesk deliveries;

    CommandDesk(RouterState state, TwinTables tables, Replay replay, DeliveryDesk deliveries) {
        this.options = state.options();
        this.queue = state.queue();
        this.tables = tables;
        this.replay = replay;
        this.deliveries = deliveries;
    }

    void onAdmin(Session session, Message.Admin admin) {
        MessageId id = admin.id();
        AdminCommand command = AdminParser.parse(admin.data(), options.msgFrom().unitFor(session.traits()));
        switch (command) {
            case AdminCommand.Subscribe terms -> subscribe(session, admin, terms);
            case AdminCommand.Unsubscribe unsubscribe ->
                tables.unsubscribe(session.twin(), admin.topic(), success(session, id), notStored(session, id));
            case AdminCommand.Expose expose -> expose(session, admin);
            case AdminCommand.Unexpose unexpose ->
                tables.unexpose(session.twin(), admin.topic(), success(session, id), notStored(session, id));
            case AdminCommand.StartDelivery start -> startDelivery(session, id, start.bound());
            case AdminCommand.StopDelivery stop -> stopDelivery(session, id);
            case AdminCommand.Setup setup -> setup(session, id, setup);
            case AdminCommand.Privileged privileged ->
                session.answer(new Message.Response(id, Status.ERROR, Payload.NULL));
            case AdminCommand.Unknown unknown ->
                session.answer(
                        Message.Response.error(id, Status.UNKNOWN_COMMAND, unknown.name() + ": unknown command"));
            case AdminCommand.Malformed malformed -> session.error(id, malformed.reason());
        }
    }

    private void subscribe(Session session, Message.Admin admin, AdminCommand.Subscribe terms) {
        Twin twin = session.twin();
        Optional<Topic> topic = Topic.parse(admin.topic());
        if (topic.isEmpty()) {
            session.error(admin.id(), "not a topic to subscribe to");
        } else if (twin.subscriptionCount() >= options.maxTopics()) {
            session.error(admin.id(), "more than " + options.maxTopics() + " subscriptions");
        } else {
            boolean everyTopic = session.traits().isJulia() && admin.topic().equals(EVERY_TOPIC);
            tables.subscribe(
                    twin,
                    topic.get(),
                    everyTopic,
                    terms,
                    subscription -> {
                        session.success(admin.id());
                        if (twin.isReactive() && subscription.feed() == Subscription.Feed.IDLE) {
                            replay.activate(subscription, queue.frontier(), null);
                        }
                    },
                    notStored(session, admin.id()));
        }
    }

    private void expose(Session session, Message.Admin admin) {
        Twin twin = session.twin();
        if (!canBeExposed(admin.topic())) {
            session.error(admin.id(), "not a topic to expose");
        } else if (twin.exposed().size() >= options.maxTopics()) {
            session.error(admin.id(), "more than " + options.maxTopics() + " services");
        } else {
            tables.expose(twin, admin.topic(), success(session, admin.id()), notStored(session, admin.id()));
        }
    }

    private static boolean canBeExposed(String text) {
        Optional<Topic> topic = Topic.parse(text);
        return topic.isPresent() && !topic.get().isPattern();
    }

    private void setup(Session session, MessageId id, AdminCommand.Setup setup) {
        List<Topic> subscribers = new ArrayList<>();
        for (String text : setup.subscribers()) {
            Optional<Topic> topic = Topic.parse(text);
            if (topic.isEmpty()) {
                session.error(id, "not a topic to subscribe to");
                return;
            }
            subscribers.add(topic.get());
        }
        if (!setup.exposers().stream().allMatch(CommandDesk::canBeExposed)) {
            session.error(id, "not a topic to expose");
            return;
        }
        Twin twin = session.twin();
        if (twin.subscriptionCount() + subscribers.size() > options.maxTopics()
                || twin.exposed().size() + setup.exposers().size() > options.maxTopics()) {
            session.error(id, "more than " + options.maxTopics() + " topics");
            return;
        }
        boolean julia = session.traits().isJulia();
        for (Topic topic : subscribers) {
            if (twin.subscription(topic.toString()) == null) {
                boolean everyTopic = julia && topic.toString().equals(EVERY_TOPIC);
                tables.subscribe(twin, topic, everyTopic, AdminCommand.Subscribe.FROM_NOW, added -> {}, () -> {});
            }
        }
        for (String topic : setup.exposers()) {
            tables.expose(twin, topic, () -> {}, () -> {});
        }
        startDelivery(session, id, null);
    }

    private void startDelivery(Session session, MessageId id, @Nullable Since bound) {
        Twin twin = session.twin();
        TwinChange change = new TwinChange.Activated(twin.rid().name());
        tables.change(
                twin,
                change,
                new TwinTables.Outcome(
                        here -> {
                            if (twin.session() != session) {
                                return;
                            }
                            twin.setReactive(true);
                            session.success(id);
                            for (Subscription subscription : twin.subscriptions()) {
                                if (subscription.feed() == Subscription.Feed.IDLE) {
                                    replay.activate(subscription, here, bound);
                                }
                            }
                        },
                        notStored(session, id)));
    }

    private void stopDelivery(Session session, MessageId id) {
        Twin twin = session.twin();
        TwinChange change = new TwinChange.Deactivated(twin.rid().name());
        boolean wasReactive = twin.isReactive();
        deliveries.stop(twin, DeliveryDesk.Connected.STILL);
        twin.setReactive(false);
        tables.change(
                twin,
                change,
                new TwinTables.Outcome(
                        here -> {
                            if (wasReactive) {
                                twin.stoppedAt(here);
                            }
                            session.success(id);
                        },
                        notStored(session, id)));
    }

    private static Runnable success(Session session, MessageId id) {
        return () -> session.success(id);
    }

    private static Runnable notStored(Session session, MessageId id) {
        return () -> session.error(id, "cannot be stored now");
    }
}
