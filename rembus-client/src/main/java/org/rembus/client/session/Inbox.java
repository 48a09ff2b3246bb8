package org.rembus.client.session;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.QoS;

/**
 * The ids of received QoS 1 and 2 messages: those being handled, and those that were handled and may come again
 * (PROTOCOL.md section 9).
 *
 * <p>A message is known by its id and its topic, because some brokers give the copies for two subscriptions one id. Ids
 * outlive connections: a broker that did not get our ACK sends the message again, under the same id, on the next one.
 */
final class Inbox {
    private static final int MAX_REMEMBERED = 10_000;
    private static final long REMEMBERED_NS = 24L * 3600 * 1_000_000_000;

    /** The connection that each came on, last. */
    private final Map<Key, Integer> inProgress = new HashMap<>();

    private final Map<MessageId, Handled> handled = new LinkedHashMap<>();

    private int connection;

    private record Key(MessageId id, String topic) {}

    private record Handled(Map<String, QoS> topics, long untilNs) {}

    /** What to do with a message. */
    enum Verdict {
        /** It is new. */
        DELIVER,
        /** It is being handled already: nothing. */
        IN_PROGRESS,
        /** It was handled: acknowledge it again. */
        HANDLED
    }

    /** What comes from now on comes on another connection. */
    void onConnected() {
        connection++;
    }

    Verdict onPublish(MessageId id, String topic) {
        Handled before = handled.get(id);
        if (before != null && before.topics.containsKey(topic)) {
            if (before.topics.get(topic) == QoS.AT_LEAST_ONCE) {
                forget(id, topic);
            }
            return Verdict.HANDLED;
        }
        return inProgress.put(new Key(id, topic), connection) == null ? Verdict.DELIVER : Verdict.IN_PROGRESS;
    }

    /** It could not be delivered: when it comes again it is new again. */
    void onRejected(MessageId id, String topic) {
        inProgress.remove(new Key(id, topic));
    }

    /**
     * Its handler is done.
     *
     * @param acknowledged whether the ACK can be sent now. If not, or on another connection than the message came on, where
     *     the broker may not have sent it again yet and so not know the ACK, a QoS 1 message is remembered too, until it
     *     comes again
     */
    void onHandled(MessageId id, String topic, QoS qos, boolean acknowledged, long nowNs) {
        Integer cameOn = inProgress.remove(new Key(id, topic));
        boolean isKnown = acknowledged && cameOn != null && cameOn == connection;
        if (qos == QoS.EXACTLY_ONCE || !isKnown) {
            forgetOld(nowNs);
            handled.computeIfAbsent(id, any -> new Handled(new HashMap<>(), nowNs + REMEMBERED_NS))
                    .topics
                    .put(topic, qos);
        }
    }

    /** The sender will not send this id again. */
    void onAck2(MessageId id) {
        handled.remove(id);
    }

    private void forget(MessageId id, String topic) {
        Handled entry = handled.get(id);
        if (entry != null && entry.topics.remove(topic) != null && entry.topics.isEmpty()) {
            handled.remove(id);
        }
    }

    /** Makes room for one more: the oldest go first. */
    private void forgetOld(long nowNs) {
        Iterator<Handled> oldest = handled.values().iterator();
        int size = handled.size();
        while (oldest.hasNext() && (oldest.next().untilNs <= nowNs || size >= MAX_REMEMBERED)) {
            oldest.remove();
            size--;
        }
    }
}
