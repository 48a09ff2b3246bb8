package org.rembus.broker.journal.log.format;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The first bytes of a segment's file, written once, before the file gets its name. It says where the segment before it
 * ends: what is written there beyond that was never reported durable, and is not part of the log.
 *
 * @param epoch the journal's
 * @param firstSequence lower than those of all entries in it, or that of the first
 * @param previousFirst the first sequence of the segment before; 0 when this is the first of all
 * @param previousLast the last durable sequence in the segments before; 0 when there is none
 * @param previousEnd the offset in the segment before at which it ends
 * @param createdNs ns since the epoch of time: nothing in the segments before is newer
 */
public record SegmentHeader(
        long epoch, long firstSequence, long previousFirst, long previousLast, int previousEnd, long createdNs) {
    /** What the header takes of the file: batches begin on a page of their own. */
    public static final int BYTES = 4096;

    /** Of the layout of segments, batches and records. */
    static final int VERSION = 1;

    private static final long MAGIC = 0x52454D4255534C47L; // "REMBUSLG"
    private static final int CHECKED_BYTES = 2 * Integer.BYTES + 6 * Long.BYTES;

    public ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .putLong(MAGIC)
                .putInt(VERSION)
                .putLong(epoch)
                .putLong(firstSequence)
                .putLong(previousFirst)
                .putLong(previousLast)
                .putInt(previousEnd)
                .putLong(createdNs);
        return bytes.putInt(checksum(bytes)).rewind();
    }

    /** @param file named in the exception */
    static SegmentHeader decode(ByteBuffer found, String file) throws LogCorruptException {
        ByteBuffer bytes = found.slice();
        if (bytes.remaining() < BYTES) {
            throw new LogCorruptException(file, 0, "the header is cut off");
        }
        if (bytes.getLong() != MAGIC) {
            throw new LogCorruptException(file, 0, "it does not begin as a segment does");
        }
        int version = bytes.getInt();
        SegmentHeader header = new SegmentHeader(
                bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getInt(), bytes.getLong());
        if (bytes.getInt() != checksum(bytes)) {
            throw new LogCorruptException(file, 0, "the header's checksum is wrong");
        }
        if (version != VERSION) {
            throw new LogCorruptException(file, "has layout " + version + "; this release reads layout " + VERSION);
        }
        return header;
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.duplicate().position(0).limit(CHECKED_BYTES));
        return (int) checksum.getValue();
    }
}
