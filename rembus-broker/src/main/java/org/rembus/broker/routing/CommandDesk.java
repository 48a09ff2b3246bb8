package org.rembus.broker.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.admin.AdminCommand;
import org.rembus.broker.admin.AdminParser;
import org.rembus.broker.journal.Since;
import org.rembus.broker.journal.TwinChange;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.routing.options.NameRules;
import org.rembus.broker.routing.options.RouterOptions;
import org.rembus.broker.routing.room.WantedTopics;
import org.rembus.broker.topics.PatternLevels;
import org.rembus.protocol.BrokerEvent;
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
    private static final String NOT_A_SUBSCRIPTION = "not a topic to subscribe to: ";
    private static final String NOT_REMEMBERED = "the broker can remember no more names and services";
    private static final String NOT_A_SERVICE = "not a topic to expose: ";

    private final RouterOptions options;
    private final NameRules rules;
    private final Twins twins;
    private final JournalQueue queue;
    private final Nodes nodes;
    private final DurableTopics durable;
    private final Counters counters;
    private final Notices notices;
    private final TwinTables tables;
    private final Activity activity;
    private final Replay replay;
    private final Positions positions;
    private final DeliveryDesk deliveries;
    private final TwinDesk described;
    private final TrafficDesk traffic;

    CommandDesk(
            RouterState state,
            TwinTables tables,
            Activity activity,
            Replay replay,
            Positions positions,
            DeliveryDesk deliveries,
            TwinDesk described) {
        this.options = state.options();
        this.rules = options.names();
        this.twins = state.twins();
        this.queue = state.queue();
        this.nodes = state.nodes();
        this.durable = state.durable();
        this.counters = state.counters();
        this.notices = state.notices();
        this.tables = tables;
        this.activity = activity;
        this.replay = replay;
        this.positions = positions;
        this.deliveries = deliveries;
        this.described = described;
        this.traffic = state.traffic();
    }

    void onAdmin(Session session, Message.Admin admin) {
        if (admin.topic().equals(BrokerEvent.TOPIC)) {
            // passed on, it would be taken for what this broker tells
            session.error(admin.id(), admin.topic() + ": for what a broker tells");
            return;
        }
        if (nodes.hasSeen(session, admin)) {
            session.success(admin.id());
            return;
        }
        carryOut(session, admin);
        queue.holdBackIfFull(session);
    }

    private void carryOut(Session session, Message.Admin admin) {
        MessageId id = admin.id();
        switch (AdminParser.parse(
                admin.data(), options.msgFrom().unitFor(session.traits().countsMicros()))) {
            case AdminCommand.Subscribe terms -> subscribe(session, admin, terms);
            case AdminCommand.Unsubscribe unsubscribe -> unsubscribe(session, admin);
            case AdminCommand.Expose expose -> expose(session, admin);
            case AdminCommand.Unexpose unexpose -> unexpose(session, admin);
            case AdminCommand.StartDelivery start ->
                startDelivery(session, start.bound(), success(session, id), notStored(session, id));
            case AdminCommand.StopDelivery stop -> stopDelivery(session, id);
            case AdminCommand.Setup setup -> setup(session, id, setup);
            case AdminCommand.Local local -> answerLocally(session, id, local);
            case AdminCommand.Privileged privileged ->
                session.answer(new Message.Response(id, Status.ERROR, Payload.NULL));
            case AdminCommand.Unknown unknown -> refuseUnknown(session, id, unknown.name());
            case AdminCommand.Malformed malformed -> session.error(id, malformed.reason());
        }
    }

    private static void refuseUnknown(Session session, MessageId id, String command) {
        session.error(id, Status.UNKNOWN_COMMAND, command + ": unknown command");
    }

    /** Others than those on this machine do not even learn that there is such a command. */
    private void answerLocally(Session session, MessageId id, AdminCommand.Local command) {
        if (!session.connection().isLocal() || options.localCommands() == RouterOptions.LocalCommands.UNKNOWN) {
            refuseUnknown(session, id, command.name());
            return;
        }
        switch (command) {
            case AdminCommand.ListTwins list -> described.list(session, id, list);
            case AdminCommand.ShowTwin show -> described.show(session, id, show);
            case AdminCommand.ShowTraffic show -> traffic.show(session, id, show);
        }
    }

    private void subscribe(Session session, Message.Admin admin, AdminCommand.Subscribe terms) {
        Twin twin = session.twin();
        String objection = rules.objectionToPattern(admin.topic());
        if (!objection.isEmpty()) {
            session.error(admin.id(), NOT_A_SUBSCRIPTION + objection);
        } else if (isTooMany(twin, List.of(admin.topic()), List.of())) {
            session.error(admin.id(), tooMany());
        } else if (!mayRemember(twin, topicsOf(twin, admin.topic(), terms))) {
            refuseToRemember(session, admin.id());
        } else {
            Topic topic = Topic.of(admin.topic());
            Runnable done = done(session, admin);
            tables.subscribe(
                    twin,
                    topic,
                    isEveryTopic(session, topic),
                    twin.pool() == null ? terms : terms.fromNow(),
                    subscription -> {
                        done.run();
                        if (twin.isReactive() && subscription.feed() == Subscription.Feed.IDLE) {
                            replay.activate(List.of(subscription), queue.frontier(), null);
                        }
                    },
                    notStored(session, admin.id()));
        }
    }

    /** What a twin has from before may have a longer name than new ones may have. */
    private void unsubscribe(Session session, Message.Admin admin) {
        String objection = NameRules.PROTOCOL.objectionToPattern(admin.topic());
        if (objection.isEmpty()) {
            tables.unsubscribe(
                    session.twin(),
                    admin.topic(),
                    deliveries::end,
                    done(session, admin),
                    notStored(session, admin.id()));
        } else {
            session.error(admin.id(), NOT_A_SUBSCRIPTION + objection);
        }
    }

    /** Whether a twin would have more topics of a kind than one may have, or more than there is room for. */
    private boolean isTooMany(Twin twin, List<String> subscriptions, List<String> services) {
        WantedTopics wanted = twin.wanted();
        Set<String> subscribed = without(subscriptions, wanted.subscriptions().keySet());
        Set<String> exposed = without(services, wanted.services());
        List<String> added = new ArrayList<>(subscribed);
        added.addAll(exposed);
        PatternLevels patterns = wanted.patternLevels();
        return isTooMany(wanted.subscriptions().size(), subscribed.size(), options.maxTopics())
                || isTooMany(wanted.services().size(), exposed.size(), options.maxTopics())
                || isTooMany(patterns.count(), patterns.moreWith(subscribed), options.maxPatternLevels())
                || (!added.isEmpty() && !twins.room().hasFor(wanted.bytes(), added));
    }

    private static Set<String> without(List<String> topics, Set<String> present) {
        Set<String> others = new HashSet<>(topics);
        others.removeAll(present);
        return others;
    }

    private static boolean isTooMany(int present, int more, int most) {
        return more > 0 && present + more > most;
    }

    private String tooMany() {
        return "more than " + options.maxTopics() + " topics, or patterns of more than " + options.maxPatternLevels()
                + " levels, or than there is memory for";
    }

    /** What a subscription adds to what is kept of durable ones. */
    private List<String> topicsOf(Twin twin, String topic, AdminCommand.Subscribe terms) {
        return terms.since().isNow() ? List.of() : durable.newOf(twin.tenant(), Topic.of(topic));
    }

    private boolean mayRemember(Twin twin, Collection<String> topics) {
        return !twin.isNamed() || twins.mayBeRecorded(twin.rid().name(), topics);
    }

    private void refuseToRemember(Session session, MessageId id) {
        counters.increment(Counters.Count.NOT_REMEMBERED);
        notices.dropped(session.toString(), NOT_REMEMBERED);
        session.error(id, NOT_REMEMBERED);
    }

    private static boolean isEveryTopic(Session session, Topic topic) {
        return session.traits().isJulia() && topic.toString().equals(EVERY_TOPIC);
    }

    private void expose(Session session, Message.Admin admin) {
        Twin twin = session.twin();
        String objection = rules.objectionToTopic(admin.topic());
        if (!objection.isEmpty()) {
            session.error(admin.id(), NOT_A_SERVICE + objection);
        } else if (isTooMany(twin, List.of(), List.of(admin.topic()))) {
            session.error(admin.id(), tooMany());
        } else if (!mayRemember(
                twin, without(List.of(admin.topic()), twin.wanted().services()))) {
            refuseToRemember(session, admin.id());
        } else {
            tables.expose(twin, admin.topic(), done(session, admin), notStored(session, admin.id()));
        }
    }

    private void unexpose(Session session, Message.Admin admin) {
        String objection = NameRules.PROTOCOL.objectionToTopic(admin.topic());
        if (objection.isEmpty()) {
            tables.unexpose(session.twin(), admin.topic(), done(session, admin), notStored(session, admin.id()));
        } else {
            session.error(admin.id(), NOT_A_SERVICE + objection);
        }
    }

    private static String firstObjection(List<String> topics, UnaryOperator<String> rule) {
        return topics.stream()
                .map(rule)
                .filter(objection -> !objection.isEmpty())
                .findFirst()
                .orElse("");
    }

    private void setup(Session session, MessageId id, AdminCommand.Setup setup) {
        Twin twin = session.twin();
        String toSubscribers = firstObjection(setup.subscribers(), rules::objectionToPattern);
        String toExposers = firstObjection(setup.exposers(), rules::objectionToTopic);
        if (!toSubscribers.isEmpty()) {
            session.error(id, NOT_A_SUBSCRIPTION + toSubscribers);
        } else if (!toExposers.isEmpty()) {
            session.error(id, NOT_A_SERVICE + toExposers);
        } else if (isTooMany(twin, setup.subscribers(), setup.exposers())) {
            session.error(id, tooMany());
        } else if (!mayRemember(twin, without(setup.exposers(), twin.wanted().services()))) {
            refuseToRemember(session, id);
        } else {
            addAll(session, id, setup);
        }
    }

    private void addAll(Session session, MessageId id, AdminCommand.Setup setup) {
        Twin twin = session.twin();
        Set<String> lost = new HashSet<>();
        for (String text : setup.subscribers()) {
            if (!twin.wanted().subscriptions().containsKey(text)) {
                Topic topic = Topic.of(text);
                boolean everyTopic = isEveryTopic(session, topic);
                tables.subscribe(
                        twin, topic, everyTopic, AdminCommand.Subscribe.FROM_NOW, added -> {}, () -> lost.add(text));
            }
        }
        for (String topic : setup.exposers()) {
            tables.expose(twin, topic, () -> {}, () -> lost.add(topic));
        }
        Runnable refuse = notStored(session, id);
        Runnable answer = () -> {
            if (lost.isEmpty()) {
                session.success(id);
            } else {
                refuse.run();
            }
        };
        startDelivery(session, null, answer, refuse);
    }

    /**
     * Makes a component reactive.
     *
     * @param answer runs before anything is delivered
     */
    private void startDelivery(Session session, @Nullable Since bound, Runnable answer, Runnable lost) {
        Twin twin = session.twin();
        twin.setWantsDelivery(true);
        LongConsumer started = here -> {
            if (twin.session() != session) {
                return;
            }
            twin.setReactive(true);
            answer.run();
            List<Subscription> idle = twin.subscriptions();
            idle.removeIf(subscription -> subscription.feed() != Subscription.Feed.IDLE);
            replay.activate(idle, here, bound);
        };
        activity.start(twin, started, lost);
    }

    /** Delivers to a component again that has been, and does not know that it was interrupted. */
    void resume(Session session) {
        startDelivery(session, null, () -> {}, () -> {
            // it will say again that it is here, and counts on delivery then
            notices.closed(session.toString(), "that delivery to it goes on cannot be stored now");
            session.close(CloseReason.GOING_AWAY);
        });
    }

    private void stopDelivery(Session session, MessageId id) {
        Twin twin = session.twin();
        twin.setWantsDelivery(false);
        LongConsumer effect = here -> {
            twin.setStop(TwinChange.Stop.ASKED);
            twin.stoppedAt(here);
            if (twin.session() == session && twin.isReactive()) {
                twin.setReactive(false);
                deliveries.stop(twin, DeliveryDesk.Connected.STILL);
                positions.noteAll(twin, () -> {});
            }
            session.success(id);
        };
        tables.change(
                twin,
                new TwinChange.Deactivated(twin.rid().name()),
                new TwinTables.Outcome(effect, notStored(session, id)));
    }

    /** Answers a command that names a topic, and passes it on. */
    private Runnable done(Session session, Message.Admin admin) {
        // kept until it is stored, while what it came in is read into again
        Message.Admin kept = admin.detached();
        return () -> {
            session.success(kept.id());
            nodes.passOn(session, kept);
        };
    }

    private static Runnable success(Session session, MessageId id) {
        return () -> session.success(id);
    }

    private static Runnable notStored(Session session, MessageId id) {
        return () -> session.error(id, "cannot be stored now");
    }
}
