package org.rembus.broker.routing;

import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import org.rembus.broker.routing.connection.Connection.Offer;
import org.rembus.broker.routing.connection.Outgoing;
import org.rembus.broker.routing.time.DeadlineQueue;
import org.rembus.broker.routing.time.TurnTime;
import org.rembus.protocol.BrokerEvent;
import org.rembus.protocol.Extension;
import org.rembus.protocol.Message;

/**
 * Tells components what becomes of their messages, those that agreed on it (PROTOCOL.md section 15, {@code events}). What
 * does not fit into a connection's output is told later, added up.
 */
final class EventDesk {
    private static final long PERIOD_NS = Duration.ofSeconds(1).toNanos();

    private final Ids ids;
    private final TurnTime time;
    private final DeadlineQueue<Session> due = new DeadlineQueue<>(PERIOD_NS);

    EventDesk(Ids ids, TurnTime time) {
        this.ids = ids;
        this.time = time;
    }

    /** Retention removed messages before this subscription had them. */
    void overtaken(Session session, String topic, long lost) {
        if (listens(session)) {
            session.untold().addOvertaken(topic, lost);
            if (tellUrgent(session) != Offer.ACCEPTED) {
                due.add(session, time.nowNs());
            }
        }
    }

    /** A message for this subscription was dropped. The component hears of it once a second. */
    void dropped(Session session, String topic) {
        if (listens(session) && session.untold().addDropped(topic)) {
            due.add(session, time.nowNs());
        }
    }

    /** The broker stops. */
    void draining(Session session) {
        if (listens(session)) {
            session.untold().addDraining();
            if (tellUrgent(session) != Offer.ACCEPTED) {
                due.add(session, time.nowNs());
            }
        }
    }

    /** Tells what has been added up for long enough. */
    void tellDue() {
        Session session = due.pollDue(time.nowNs());
        while (session != null) {
            if (tellUrgent(session) != Offer.ACCEPTED || tellDropped(session) != Offer.ACCEPTED) {
                due.add(session, time.nowNs());
            }
            session = due.pollDue(time.nowNs());
        }
    }

    /** The connection is gone. */
    void forget(Session session) {
        due.remove(session);
    }

    private static boolean listens(Session session) {
        return !session.isClosed() && session.connection().extensions().has(Extension.EVENTS);
    }

    private Offer tellUrgent(Session session) {
        Untold untold = session.untold();
        if (untold.isDraining()) {
            if (tell(session, new BrokerEvent.Draining()) != Offer.ACCEPTED) {
                return Offer.FULL;
            }
            untold.forgetDraining();
        }
        Iterator<Map.Entry<String, Long>> overtaken =
                untold.overtaken().entrySet().iterator();
        while (overtaken.hasNext()) {
            Map.Entry<String, Long> each = overtaken.next();
            if (tell(session, new BrokerEvent.Overtaken(each.getKey(), each.getValue())) != Offer.ACCEPTED) {
                return Offer.FULL;
            }
            overtaken.remove();
        }
        return Offer.ACCEPTED;
    }

    private Offer tellDropped(Session session) {
        Untold untold = session.untold();
        if (!untold.hasDropped()) {
            return Offer.ACCEPTED;
        }
        Offer offer = tell(session, untold.dropped());
        if (offer == Offer.ACCEPTED) {
            untold.forgetDropped();
        }
        return offer;
    }

    private Offer tell(Session session, BrokerEvent event) {
        Message.Admin admin =
                new Message.Admin(ids.forRequest(session.traits().idLength()), BrokerEvent.TOPIC, event.toPayload());
        return session.connection().offer(new Outgoing(admin));
    }
}
