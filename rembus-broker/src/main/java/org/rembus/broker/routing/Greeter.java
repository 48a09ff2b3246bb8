package org.rembus.broker.routing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rembus.broker.journal.TwinChange;
import org.rembus.broker.journal.TwinState;
import org.rembus.broker.journal.TwinStore;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.routing.connection.Connection;
import org.rembus.broker.routing.options.RouterOptions;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Rid;

/** Lets components in under their names, and sees them out (PROTOCOL.md section 6). */
final class Greeter {
    private static final int MAX_META_BYTES = 4096;

    private final RouterState state;
    private final RouterOptions options;
    private final Twins twins;
    private final TwinStore store;
    private final TwinTables tables;
    private final Activity activity;
    private final DeliveryDesk deliveries;
    private final CallDesk calls;
    private final PublishDesk publishes;
    private final long atStart;
    private final Claims claims;

    Greeter(
            RouterState state,
            TwinStore store,
            TwinTables tables,
            Activity activity,
            DeliveryDesk deliveries,
            CallDesk calls,
            PublishDesk publishes) {
        this.state = state;
        this.options = state.options();
        this.twins = state.twins();
        this.store = store;
        this.tables = tables;
        this.activity = activity;
        this.deliveries = deliveries;
        this.calls = calls;
        this.publishes = publishes;
        this.atStart = state.queue().frontier();
        this.claims = new Claims(state.time(), state.queue(), new Decisions());
    }

    void onIdentity(Session session, Message.Identity identity) {
        learnTraits(session.traits(), identity);
        String name = CidName.of(identity.cid());
        introduce(
                session,
                new Introduction(
                        name,
                        as(session, identity),
                        whenConnected(session),
                        new Introduction.Answer(session, identity.id())));
    }

    /** The name that a component which has not said one is to have: that of its certificate. A request never has one. */
    Optional<String> nameByCertificate(Connection connection) {
        return connection.isPassing()
                ? Optional.empty()
                : connection
                        .certifiedName()
                        .filter(name -> options.names().objectionToName(name).isEmpty() && !isAnonymous(name));
    }

    /**
     * Lets in a component that begins to talk without IDENTITY.
     *
     * @param first what it said, which waits until then
     * @param certifiedName what it is to be called, see {@link #nameByCertificate}
     */
    void onFirst(Session session, FirstMessage first, String certifiedName) {
        Introduction introduction =
                new Introduction(certifiedName, Introduction.As.ITSELF, options.whenConnected(), first);
        if (first.hold()) {
            introduce(session, introduction, objectionToName(certifiedName, session.connection()));
        } else {
            refuse(session, introduction, "no memory for what waits until its name is known");
        }
    }

    /** A request has a name for itself, and gives it up to those who come for it: no pool consists of requests. */
    private static Introduction.As as(Session session, Message.Identity identity) {
        return session.connection().isPassing() ? Introduction.As.ITSELF : Introduction.As.of(identity.cid());
    }

    private RouterOptions.WhenConnected whenConnected(Session newer) {
        return newer.connection().isPassing() ? RouterOptions.WhenConnected.REFUSE_NEWER : options.whenConnected();
    }

    /**
     * A component on ZeroMQ asks whether it is known (PROTOCOL.md section 3). One that is not has not noticed that its
     * connection, or the broker, is another: it is given its twin back, but not at the cost of an older connection that lives.
     *
     * @param resume goes on delivering to it
     */
    void onPing(Session session, Message.Ping ping, Runnable resume) {
        String name = CidName.of(ping.cid());
        if (name.equals(session.twin().name()) || isAnonymous(name)) {
            session.success(ping.id());
            return;
        }
        Introduction.Reply reply = new Introduction.Answer(session, ping.id()) {
            @Override
            public void onWelcome() {
                Twin twin = session.twin();
                if (!twin.isOnRecord() || twin.stop() == TwinChange.Stop.CUT_OFF) {
                    resume.run();
                }
            }
        };
        introduce(
                session,
                new Introduction(
                        name, Introduction.As.of(ping.cid()), RouterOptions.WhenConnected.REFUSE_NEWER, reply));
    }

    private static boolean isAnonymous(String name) {
        return Rid.objectionTo(name).isEmpty() && new Rid(name).isAnonymous();
    }

    private void introduce(Session session, Introduction introduction) {
        introduce(session, introduction, objectionTo(introduction.name(), session.connection()));
    }

    private void introduce(Session session, Introduction introduction, String objection) {
        String name = introduction.name();
        Twin twin = session.twin();
        if (!objection.isEmpty()) {
            refuse(session, introduction, objection);
        } else if (isAnonymous(name) || name.equals(twin.name())) {
            introduction.reply().greet(greeting(session));
        } else if (twin.name() != null) {
            introduction.reply().refuse("this connection is that of " + twin);
        } else {
            claim(session, introduction);
        }
    }

    /** What speaks against a name that a peer says it has. */
    private String objectionTo(String name, Connection connection) {
        Optional<String> certified = connection.certifiedName();
        String objection = objectionToName(name, connection);
        boolean isForeign = certified.isPresent() && !certified.get().equals(name);
        return objection.isEmpty() && isForeign && !isAnonymous(name)
                ? name + ": the certificate of this connection is for another name"
                : objection;
    }

    private String objectionToName(String name, Connection connection) {
        return name.equals(options.name()) && !isServerItself(connection)
                ? name + ": the broker's own name"
                : options.names().objectionToName(name);
    }

    private boolean isServerItself(Connection connection) {
        return options.role() == RouterOptions.Role.SERVER && connection.isInProcess();
    }

    private void claim(Session session, Introduction introduction) {
        Twin present = twins.present(introduction.name());
        Session older = present == null ? null : present.session();
        if (older == null) {
            enter(session, introduction);
        } else if (introduction.whenConnected() == RouterOptions.WhenConnected.CLOSE_OLDER
                || givesWay(older, session)) {
            state.notices()
                    .closed(
                            older.toString(),
                            "its name was taken over by " + session.connection().peer());
            older.close(CloseReason.OVERWRITTEN);
            enter(session, introduction);
        } else {
            hold(session);
            claims.add(new Claims.Claim(session, introduction, older));
        }
    }

    /** No component has the name for itself; a pool may have it. */
    private void enter(Session session, Introduction introduction) {
        if (introduction.as() == Introduction.As.MEMBER) {
            join(session, introduction);
        } else if (twins.pool(introduction.name()) == null) {
            bind(session, introduction);
        } else {
            refuseTaken(session, introduction);
        }
    }

    private void refuseTaken(Session session, Introduction introduction) {
        state.notices().refused(session.connection().peer(), introduction.name() + " is already connected");
        turnAway(session, introduction, "already connected");
    }

    private static boolean givesWay(Session older, Session newer) {
        return older.connection().isPassing() && !newer.connection().isPassing();
    }

    /** Decides on the claims whose older connections have had their time to answer a ping. */
    void checkClaims() {
        claims.decideDue();
    }

    /** What becomes of those that claim a name which is connected. */
    private final class Decisions implements Claims.Outcome {
        @Override
        public void grant(Claims.Claim claim) {
            release(claim.newer());
            claim(claim.newer(), claim.introduction());
        }

        @Override
        public void deny(Claims.Claim claim) {
            refuseTaken(claim.newer(), claim.introduction());
        }

        @Override
        public void giveUpOlder(Claims.Claim claim) {
            Session older = claim.older();
            String newer = claim.newer().connection().peer();
            state.notices().closed(older.toString(), "silent while its name was claimed by " + newer);
            older.close(CloseReason.SILENT);
        }
    }

    private void bind(Session session, Introduction introduction) {
        Rid rid = new Rid(introduction.name());
        dismiss(session.twin());
        hold(session);
        Twin twin = twins.present(rid.name());
        if (twin == null) {
            twin = new Twin(rid, Tenancy.of(rid, options), options.maxInflight());
            load(twin);
        }
        Twin bound = twin;
        session.setTwin(bound);
        bound.attach(session);
        deliveries.start(bound);
        bound.whenLoaded(() -> {
            if (!session.isClosed()) {
                welcome(session, introduction, bound);
            }
        });
    }

    /** One more connection under a name that it shares. It begins with nothing, and nothing of it is remembered. */
    private void join(Session session, Introduction introduction) {
        Rid own = session.twin().rid();
        dismiss(session.twin());
        Pool pool = twins.pool(introduction.name());
        boolean isFirst = pool == null;
        if (pool == null) {
            Rid shared = new Rid(introduction.name());
            pool = new Pool(shared, Tenancy.of(shared, options));
            twins.add(pool);
        }
        Twin member = Twin.memberOf(pool, own, options.maxInflight());
        pool.add(member);
        session.setTwin(member);
        member.attach(session);
        member.setWelcome();
        twins.add(member);
        deliveries.start(member);
        welcomeMember(session, introduction, isFirst);
    }

    private void welcomeMember(Session session, Introduction introduction, boolean isFirst) {
        state.nodes().add(session);
        introduction.reply().greet(greeting(session));
        if (isFirst) {
            announce(session.twin(), "connection_up");
        }
        introduction.reply().onWelcome();
    }

    private void leave(Pool pool, Twin member) {
        pool.remove(member);
        if (pool.size() == 0) {
            twins.remove(pool);
            announce(member, "connection_down");
        }
    }

    private void load(Twin twin) {
        String name = twin.rid().name();
        twins.add(twin);
        if (!twins.isRecorded(name)) {
            return;
        }
        twin.loading();
        store.load(
                name,
                remembered -> {
                    remembered.ifPresent(its -> remember(twin, its));
                    twin.loaded();
                },
                () -> refuse(twin));
    }

    /** A component whose memory cannot be read is not let in as one that has none. */
    private void refuse(Twin twin) {
        twins.remove(twin);
        Session session = twin.session();
        if (session != null) {
            twin.detach();
            state.notices().refused(session.connection().peer(), "what is remembered of it cannot be read");
            session.close(CloseReason.GOING_AWAY);
        }
    }

    private void remember(Twin twin, TwinState state) {
        twin.remember(state);
        if (state.active()) {
            // it was being delivered to when an earlier router ended; that it stopped then is not durable yet
            twin.stoppedAt(atStart);
        }
    }

    private void welcome(Session session, Introduction introduction, Twin twin) {
        twin.setWelcome();
        tables.appear(twin);
        state.nodes().add(session);
        introduction.reply().greet(greeting(session));
        announce(twin, "connection_up");
        release(session);
        introduction.reply().onWelcome();
    }

    /** What a component is answered: null for the oldest, which take nothing else, two lists for the others. */
    private Payload greeting(Session session) {
        if (session.traits().isGen1()) {
            return Payload.NULL;
        }
        if (!session.traits().isNode()) {
            return Payload.of(List.of(List.of(), List.of()));
        }
        String tenant = session.twin().reachedTenant();
        List<String> exposed = state.tenants().servicesOf(tenant).exposed().stream()
                .filter(topic -> !Builtins.has(topic))
                .toList();
        return Payload.of(List.of(exposed, state.tenants().subscribed(tenant)));
    }

    /** A connection is gone, or has been given up. */
    void onGone(Session session) {
        if (session.isClosed()) {
            return;
        }
        session.setPhase(Session.Phase.CLOSED);
        calls.onGone(session);
        state.nodes().remove(session);
        deliveries.onGone(session);
        state.events().forget(session);
        state.queue().forget(session);
        Twin twin = session.twin();
        if (twin.session() != session) {
            return;
        }
        if (twin.isNamed()) {
            depart(twin);
            claims.onGone(session);
        } else {
            dismiss(twin);
        }
    }

    private void depart(Twin twin) {
        boolean wasWelcome = twin.isWelcome();
        twin.setStop(twin.isReactive() ? TwinChange.Stop.CUT_OFF : TwinChange.Stop.ASKED);
        Departure departure = new Departure(twin, twins, state.queue(), activity);
        deliveries.stop(twin, DeliveryDesk.Connected.NO_MORE);
        twin.detach();
        twins.left(twin.rid().name(), state.time().epochNs());
        tables.disappear(twin);
        departure.note();
        if (wasWelcome) {
            announce(twin, "connection_down");
        }
    }

    private void dismiss(Twin anonymous) {
        deliveries.stop(anonymous, DeliveryDesk.Connected.NO_MORE);
        anonymous.detach();
        tables.disappear(anonymous);
        twins.remove(anonymous);
        Pool pool = anonymous.pool();
        if (pool != null) {
            leave(pool, anonymous);
        }
    }

    private void announce(Twin twin, String event) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("event", event);
        info.put("cid", twin.toString());
        publishes.publishFor(null, options.name(), twin.reachedTenant(), "component_info", Payload.of(List.of(info)));
    }

    private void refuse(Session session, Introduction introduction, String reason) {
        state.notices().refused(session.connection().peer(), reason);
        turnAway(session, introduction, reason);
    }

    private static void turnAway(Session session, Introduction introduction, String reason) {
        introduction.reply().refuse(reason);
        session.close(CloseReason.REFUSED);
    }

    private static void learnTraits(PeerTraits traits, Message.Identity identity) {
        if (CidName.isUrl(identity.cid())) {
            traits.isJuliaPeer();
        }
        Payload meta = identity.meta();
        if (meta == null) {
            traits.hasNoMeta();
        }
        if (meta != null
                && meta.length() <= MAX_META_BYTES
                && meta.value() instanceof Map<?, ?> ports
                && !ports.isEmpty()) {
            traits.listensItself();
        }
    }

    private static void hold(Session session) {
        session.setPhase(Session.Phase.GREETING);
        session.connection().pauseReading();
    }

    private static void release(Session session) {
        session.setPhase(Session.Phase.OPEN);
        session.connection().resumeReading();
    }
}
