package org.rembus.broker.routing;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.routing.DeliveryDesk.Given;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.routing.connection.Connection;
import org.rembus.broker.routing.slow.DropReason;
import org.rembus.broker.routing.slow.Drops;
import org.rembus.broker.routing.slow.HeldMessages;
import org.rembus.broker.routing.slow.HeldMessages.Held;
import org.rembus.broker.routing.slow.SlowPolicy;
import org.rembus.broker.topics.TopicRules;

/**
 * Sees to messages that find no room at a subscriber and that the journal does not keep for it: drops them, lets them wait,
 * or closes the connection, as is set for their topic. What waits is handed over in order when there is room, and nothing
 * newer to the same subscription before it.
 */
final class SlowDesk {
    private final RouterState state;
    private final DeliveryDesk deliveries;
    private final TopicRules.Lookup<SlowPolicy> policies;
    private final long maxHeldBytes;
    private final Set<Session> tooSlow = new LinkedHashSet<>();

    SlowDesk(RouterState state, DeliveryDesk deliveries) {
        this.state = state;
        this.deliveries = deliveries;
        this.policies = new TopicRules.Lookup<>(
                state.options().slow().byTopic(), state.options().slow().byDefault());
        this.maxHeldBytes = state.options().slow().maxHeldBytes();
    }

    /** What holds for a topic. */
    SlowPolicy policyOf(String topic) {
        return policies.of(topic);
    }

    /**
     * A message found no room.
     *
     * @param number what it is handed over as
     * @param why it was not
     */
    void onNoRoom(Subscription subscription, long number, Fanout fanout, SlowPolicy policy, Given why) {
        Session session = subscription.twin().session();
        if (policy.holds() && session != null) {
            held(subscription.twin(), session).hold(new Held<>(subscription, number, fanout.record(), policy));
            return;
        }
        drop(subscription, why == Given.NO_MEMORY ? DropReason.OVER_BUDGET : DropReason.SLOW_SUBSCRIBER);
        if (policy == SlowPolicy.DISCONNECT && session != null && why != Given.NO_MEMORY) {
            tooSlow.add(session);
        }
    }

    private HeldMessages<Subscription> held(Twin twin, Session session) {
        HeldMessages<Subscription> held = twin.heldMessages();
        if (held == null) {
            held = new HeldMessages<>(maxHeldBytes, new Memory(session.connection()), this::drop);
            twin.setHeldMessages(held);
        }
        return held;
    }

    /** The memory that a connection's peers share. */
    private record Memory(Connection connection) implements HeldMessages.Memory {
        @Override
        public boolean reserve(int bytes) {
            return connection.reserve(bytes);
        }

        @Override
        public void giveBack(int bytes) {
            connection.giveBack(bytes);
        }
    }

    /** Hands over what waits for this twin, as far as there is room. */
    void resume(Twin twin) {
        HeldMessages<Subscription> held = twin.heldMessages();
        if (held == null) {
            return;
        }
        Held<Subscription> oldest = held.oldest();
        while (oldest != null) {
            Subscription subscription = oldest.subscription();
            if (!subscription.isDelivering()) {
                drop(subscription, DropReason.GONE);
            } else if (deliveries.give(subscription, oldest.number(), new Fanout(oldest.message()), oldest.policy())
                    != Given.YES) {
                return;
            }
            held.removeOldest();
            oldest = held.oldest();
        }
        twin.setHeldMessages(null);
    }

    /** Whether messages to this subscription wait, so that those after them have to. */
    static boolean isHolding(Subscription subscription) {
        HeldMessages<Subscription> held = subscription.twin().heldMessages();
        return held != null && held.isHolding(subscription);
    }

    /** Delivery to the twin has stopped: what waits is not for it any more. */
    static void stop(Twin twin) {
        HeldMessages<Subscription> held = twin.heldMessages();
        if (held != null) {
            held.clear();
            twin.setHeldMessages(null);
        }
    }

    /** Counts a message that this subscription does not get. */
    void drop(Subscription subscription, DropReason why) {
        state.counters().drop(why);
        Session slow = subscription.twin().session();
        if (slow != null) {
            slow.shortfall().add(why);
            slow.tally().dropped(why);
            state.events().dropped(slow, subscription.topic().toString());
            if (!slow.isClosed()) {
                tell(slow, slow.shortfall().takeDue(state.time().nowNs()));
            }
        }
    }

    /** A connection has ended. */
    void onGone(Session session) {
        tooSlow.remove(session);
        tell(session, session.shortfall().takeRest());
    }

    private void tell(Session slow, @Nullable Drops dropped) {
        if (dropped != null) {
            state.notices().tooSlow(slow.toString(), dropped);
        }
    }

    /** Closes the connections that are to be closed for being slow; not in the middle of handing messages over. */
    void closeTooSlow() {
        if (!tooSlow.isEmpty()) {
            Set<Session> closed = Set.copyOf(tooSlow);
            tooSlow.clear();
            for (Session session : closed) {
                state.notices().closed(session.toString(), "it reads too slowly");
                session.close(CloseReason.TOO_SLOW);
            }
        }
    }
}
