package org.rembus.client.session;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.QoS;
import org.rembus.protocol.cbor.MessageEncoder;

/** What the broker delivers: messages, each once to the application as far as its level promises, and calls. */
final class Receiver {
    private final Inbound inbound;
    private final Inbox inbox = new Inbox();
    private boolean isStopped;

    Receiver(Inbound inbound) {
        this.inbound = inbound;
    }

    /** What comes from now on comes on another connection. */
    void onConnected() {
        inbox.onConnected();
    }

    /** Takes nothing more; what was taken is still acknowledged. */
    void stop() {
        isStopped = true;
    }

    void onRequest(Message.Rpc request, int connection) {
        if (!isStopped) {
            inbound.onRequest(request, connection);
        }
    }

    void onPublish(Message.Publish publish, Link link) {
        if (isStopped) {
            return;
        }
        if (!publish.qos().isAcknowledged()) {
            inbound.onPublish(publish);
            return;
        }
        MessageId id = publish.requireId();
        switch (inbox.onPublish(id, publish.topic())) {
            case DELIVER -> {
                if (!inbound.onPublish(publish)) {
                    inbox.onRejected(id, publish.topic());
                }
            }
            case HANDLED -> acknowledge(id, link);
            case IN_PROGRESS -> {}
        }
    }

    /** @param link where the ACK can go, null when there is none now */
    void onHandled(MessageId id, String topic, QoS qos, @Nullable Link link, long nowNs) {
        inbox.onHandled(id, topic, qos, link != null, nowNs);
        if (link != null) {
            acknowledge(id, link);
        }
    }

    void onAck2(MessageId id) {
        inbox.onAck2(id);
    }

    private static void acknowledge(MessageId id, Link link) {
        link.send(MessageEncoder.encode(new Message.Ack(id)));
    }
}
