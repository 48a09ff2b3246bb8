package org.rembus.broker.routing;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.routing.time.DeadlineQueue;
import org.rembus.broker.routing.time.TurnTime;

/** Watches deliveries until they are acknowledged, and sees to those that are not (PROTOCOL.md section 9). */
final class Retransmitter {
    private static final int CLOSES_UNTIL_CAREFUL = 3;
    private static final int MAX_REMEMBERED = 10_000;

    private final DeadlineQueue<InFlight> watched;
    private final Map<String, Integer> closes = new LinkedHashMap<>();
    private final TurnTime time;
    private final Notices notices;
    private final int maxRetries;
    private final int maxInflight;
    private @Nullable DeliveryDesk deliveries;

    Retransmitter(RouterState state) {
        this.watched = new DeadlineQueue<>(state.options().ackTimeout().toNanos());
        this.maxRetries = state.options().sendRetries();
        this.maxInflight = state.options().maxInflight();
        this.time = state.time();
        this.notices = state.notices();
    }

    /** Who sends. Set once, when the router is put together. */
    void sendWith(DeliveryDesk desk) {
        deliveries = desk;
    }

    void watch(InFlight delivery) {
        watched.add(delivery, time.nowNs());
    }

    void forget(InFlight delivery) {
        watched.remove(delivery);
    }

    /** How many deliveries to this component may be unacknowledged: one, when connections of it were closed for them. */
    int inflightFor(Twin twin) {
        return closes.getOrDefault(twin.rid().name(), 0) >= CLOSES_UNTIL_CAREFUL ? 1 : maxInflight;
    }

    /** The component does acknowledge. */
    void onAcknowledged(Twin twin) {
        if (!closes.isEmpty() && closes.remove(twin.rid().name()) != null) {
            twin.window().limitTo(maxInflight);
        }
    }

    /** Sees to all that has been unacknowledged for too long. */
    void resendDue() {
        DeliveryDesk desk = deliveries;
        InFlight due = watched.pollDue(time.nowNs());
        while (due != null && desk != null) {
            Session session = due.subscription().twin().session();
            if (session != null) {
                seeTo(due, session, desk);
            }
            due = watched.pollDue(time.nowNs());
        }
    }

    private void seeTo(InFlight due, Session session, DeliveryDesk desk) {
        Twin twin = session.twin();
        switch (due.subscription().feed()) {
            case ENDED -> desk.giveUp(due);
            case IDLE -> watched.add(due, time.nowNs());
            case LIVE, BEHIND -> {
                if (session.traits().isGen1() && !twin.acknowledges()) {
                    desk.fallBackToAtMostOnce(twin, session);
                } else if (due.retried() > maxRetries) {
                    close(twin, session);
                } else {
                    desk.sendAgain(due, session);
                    watched.add(due, time.nowNs());
                }
            }
        }
    }

    private void close(Twin twin, Session session) {
        notices.unacknowledged(
                twin.toString(), session.connection().peer(), twin.window().size());
        if (twin.isNamed()) {
            if (closes.size() >= MAX_REMEMBERED) {
                closes.remove(closes.keySet().iterator().next());
            }
            closes.merge(twin.rid().name(), 1, Integer::sum);
        }
        session.close(CloseReason.TOO_SLOW);
    }
}
