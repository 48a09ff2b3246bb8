package org.rembus.broker.journal.log.format;

import java.nio.BufferUnderflowException;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.TwinChange;
import org.rembus.protocol.ProtocolException;

/**
 * An entry as a record: four bytes of length, one of kind, then what {@link PublishCodec} or {@link ChangeCodec} say.
 * A layout, once released, does not change: another one is another {@link SegmentHeader#VERSION}.
 */
public final class EntryCodec {
    static final int PUBLISH = 1;

    private EntryCodec() {}

    static void write(JournalEntry entry, RecordOutput out) {
        int start = out.position();
        out.putInt(0);
        switch (entry) {
            case PublishRecord publish -> {
                out.putByte(PUBLISH);
                PublishCodec.write(publish, out);
            }
            case TwinChange change -> ChangeCodec.write(change, out);
        }
        out.setInt(start, out.position() - start - Integer.BYTES);
    }

    /**
     * Reads the entry behind the length.
     *
     * @param in ends where the record does
     * @throws ProtocolException if it is none that this release knows
     */
    public static JournalEntry read(RecordInput in) throws ProtocolException {
        try {
            int kind = in.getByte();
            return kind == PUBLISH ? PublishCodec.read(in) : ChangeCodec.read(kind, in);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new ProtocolException("a record cannot be read: " + e);
        }
    }
}
