package org.rembus.broker.journal;

import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.QoS;

/**
 * All that is remembered of one named component; a copy.
 *
 * @param highestNumber the highest that a subscription of it ever had; 0 when it never had one
 * @param exposed in the order of exposing
 * @param held ids of QoS 2 messages received from the component whose ACK2 has not come, with the time of receipt in ns
 *     since the epoch, oldest first
 * @param acknowledges whether it has ever acknowledged a publish
 * @param delivery whether there is delivery to it
 */
public record TwinState(
        String rid,
        List<SubscriptionState> subscriptions,
        int highestNumber,
        SequencedSet<String> exposed,
        Map<MessageId, Long> held,
        boolean acknowledges,
        Delivery delivery) {

    /** Whether there is delivery to a component, or why there is none. */
    public enum Delivery {
        /** It has been started, and not been stopped. */
        ACTIVE,
        /** Its connection ended while it was active: a component that did not notice counts on it. */
        CUT_OFF,
        /** The component has not started it, or has stopped it. */
        STOPPED
    }

    /** Whether delivery to it has been started and not been stopped. */
    public boolean active() {
        return delivery == Delivery.ACTIVE;
    }

    /** The same with no ids held. */
    public TwinState withoutHeld() {
        return new TwinState(rid, subscriptions, highestNumber, exposed, Map.of(), acknowledges, delivery);
    }

    /**
     * One subscription.
     *
     * @param position everything through this sequence is done with
     * @param doneAbove what is done with above the position
     * @param activeThrough the sequence at which delivery last stopped: what came later was published while the
     *     component was away
     */
    public record SubscriptionState(
            int number,
            String topic,
            boolean everyTopic,
            Since since,
            QoS ceiling,
            long position,
            SequenceSet doneAbove,
            long activeThrough) {}
}
