package org.rembus.broker.journal;

import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.SortedSet;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.QoS;

/**
 * All that is remembered of one named component. Immutable.
 *
 * @param exposed in the order of exposing
 * @param held ids of QoS 2 messages received from the component whose ACK2 has not come, with the time of receipt in ns
 *     since the epoch, oldest first
 * @param acknowledges whether it has ever acknowledged a publish
 */
public record TwinState(
        String rid,
        List<SubscriptionState> subscriptions,
        SequencedSet<String> exposed,
        Map<MessageId, Long> held,
        boolean acknowledges) {

    /**
     * One subscription.
     *
     * @param position everything through this sequence is done with
     * @param acknowledgedAbove what is done with above the position
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
            SortedSet<Long> acknowledgedAbove,
            long activeThrough) {}
}
