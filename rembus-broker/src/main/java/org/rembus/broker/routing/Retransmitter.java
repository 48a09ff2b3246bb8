package org.rembus.broker.routing;

import org.jspecify.annotations.Nullable;

/** Watches deliveries until they are acknowledged, and sees to those that are not (PROTOCOL.md section 9). */
final class Retransmitter {
    private final DeadlineQueue<InFlight> watched;
    private final TurnTime time;
    private final Notices notices;
    private final int maxRetries;
    private @Nullable DeliveryDesk deliveries;

    Retransmitter(RouterState state) {
        this.watched = new DeadlineQueue<>(state.options().ackTimeout().toNanos());
        this.maxRetries = state.options().sendRetries();
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

    /** Sees to all that has been unacknowledged for too long. */
    void resendDue() {
        DeliveryDesk desk = deliveries;
        InFlight due = watched.pollDue(time.nowNs());
        while (due != null && desk != null) {
            Session session = DeliveryDesk.sessionOf(due);
            if (session != null) {
                seeTo(due, session, desk);
            }
            due = watched.pollDue(time.nowNs());
        }
    }

    private void seeTo(InFlight due, Session session, DeliveryDesk desk) {
        Twin twin = session.twin();
        if (session.traits().isGen1() && !twin.acknowledges()) {
            desk.fallBackToAtMostOnce(twin, session);
        } else if (due.retried() > maxRetries) {
            notices.unacknowledged(
                    twin.rid().name(),
                    session.connection().peer(),
                    twin.window().size());
            twin.window().closedUnacknowledged();
            session.close(CloseReason.TOO_SLOW);
        } else {
            desk.sendAgain(due, session);
            watched.add(due, time.nowNs());
        }
    }
}
