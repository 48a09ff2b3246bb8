package org.rembus.broker.transport.framed;

import org.jspecify.annotations.Nullable;
import org.rembus.broker.routing.connection.Outgoing;
import org.rembus.broker.topics.LatestTopic;
import org.rembus.protocol.Message;
import org.rembus.protocol.cbor.MessageEncoder;

/** What comes before the data of the last message of QoS 0 to a peer, and of most others that it gets: encoded once for all of them. */
final class LatestHead {
    /** So much is kept for a peer that gets nothing more. */
    private static final int MAX_TOPIC_LENGTH = 128;

    private final LatestTopic<byte[]> latest = new LatestTopic<>();

    /** Not to be changed; null for a message that has a head of its own, or whose payload is better shared than copied. */
    byte @Nullable [] of(Message.Publish publish) {
        if (publish.id() != null
                || publish.topic().length() > MAX_TOPIC_LENGTH
                || publish.data().length() > Outgoing.MAX_COPIED_BYTES) {
            return null;
        }
        byte[] head = latest.get(publish.topic());
        if (head == null) {
            head = MessageEncoder.encodeHead(publish);
            latest.set(publish.topic(), head);
        }
        return head;
    }
}
