package org.rembus.broker.journal.log.format;

import org.rembus.broker.journal.PublishRecord;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.PublishFlags;

/**
 * A publish: tenant, topic, flags, publisher, id if the flags say so, time of receipt, and the rest is the payload. What a
 * reader chooses by stands first.
 */
final class PublishCodec {
    private PublishCodec() {}

    static void write(PublishRecord publish, RecordOutput out) {
        out.putText(publish.tenant());
        out.putText(publish.topic());
        out.putByte(publish.flags().bits());
        out.putText(publish.publisher());
        MessageId id = publish.id();
        if (publish.flags().hasId() != (id != null)) {
            throw new IllegalArgumentException("a publish whose flags and id disagree");
        }
        if (id != null) {
            out.putId(id);
        }
        out.putLong(publish.receivedNs());
        out.putPayload(publish.data());
    }

    static PublishRecord read(RecordInput in) throws ProtocolException {
        String tenant = in.getText();
        String topic = in.getText();
        PublishFlags flags = PublishFlags.parse(in.getByte());
        String publisher = in.getText();
        MessageId id = flags.hasId() ? in.getId() : null;
        return new PublishRecord(in.getLong(), tenant, publisher, flags, id, topic, in.getPayload());
    }
}
