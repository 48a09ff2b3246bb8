package org.rembus.broker.journal;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;
import org.rembus.protocol.TraceContext;

/**
 * A published message as it is remembered (PROTOCOL.md section 10).
 *
 * @param receivedNs when the broker received it, nanoseconds since the epoch
 * @param tenant whose topic it is
 * @param publisher the rid of the component that published it
 * @param id the publisher's id; null exactly when {@code flags} say that there is none
 * @param data detached
 * @param trace what the publish was a part of; remembered only in memory, not in the journal's files
 */
public record PublishRecord(
        long receivedNs,
        String tenant,
        String publisher,
        PublishFlags flags,
        @Nullable MessageId id,
        String topic,
        Payload data,
        @Nullable TraceContext trace)
        implements JournalEntry {
    private static final int OVERHEAD_BYTES = 160;

    /** As it is read from the journal's files. */
    public PublishRecord(
            long receivedNs,
            String tenant,
            String publisher,
            PublishFlags flags,
            @Nullable MessageId id,
            String topic,
            Payload data) {
        this(receivedNs, tenant, publisher, flags, id, topic, data, null);
    }

    public QoS qos() {
        return flags.qos();
    }

    @Override
    public int weight() {
        return OVERHEAD_BYTES + topic.length() + data.length() + (trace == null ? 0 : trace.length());
    }
}
