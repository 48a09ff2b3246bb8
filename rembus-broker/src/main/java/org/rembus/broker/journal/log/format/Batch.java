package org.rembus.broker.journal.log.format;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.protocol.ProtocolException;

/**
 * Some consecutive entries as they stand in a segment: a header of {@value #HEADER_BYTES} bytes, records, and zeros up to
 * a multiple of {@value #ALIGNMENT}.
 *
 * <p>The header: magic number, checksum, length of what follows it, number of records, first sequence, time of writing,
 * the offset at which its commit begins, which says that all before that was durable when this was written, and a
 * checksum of the header alone. The checksums cover the journal's epoch, the batch's own offset, and everything behind
 * the first of them: so no bytes that happen to lie there, or that a peer sent, pass for a batch.
 *
 * <p>A batch without records says only that: all before it is durable. Its first sequence is that of the next entry.
 */
public final class Batch {
    static final int MAGIC = 0x52424131;
    public static final int HEADER_BYTES = 40;
    public static final int ALIGNMENT = 8;

    private static final int CHECKSUM_AT = 4;
    private static final int LENGTH_AT = 8;
    private static final int COUNT_AT = 12;
    private static final int SEQUENCE_AT = 16;
    private static final int TIME_AT = 24;
    private static final int COMMIT_AT = 32;
    private static final int HEADER_CHECKSUM_AT = 36;

    private final int offset;
    private final byte[] bytes;
    private final int count;
    private final long firstSequence;
    private final int commitStart;

    private Batch(int offset, byte[] bytes, int count, long firstSequence, int commitStart) {
        this.offset = offset;
        this.bytes = bytes;
        this.count = count;
        this.firstSequence = firstSequence;
        this.commitStart = commitStart;
    }

    /** Takes a record: where its kind is, and where it ends. */
    public interface RecordVisitor {
        /** @return whether to go on */
        boolean visit(long sequence, int start, int end) throws ProtocolException;
    }

    /** Takes an entry. */
    public interface EntryVisitor {
        void visit(long sequence, JournalEntry entry);
    }

    /** Fills in the header, at the beginning of {@code out}, of the batch that ends where {@code out} does. */
    static void finish(
            RecordOutput out, long epoch, int offset, int count, long firstSequence, long timeNs, int commit) {
        out.pad(ALIGNMENT);
        out.setInt(0, MAGIC);
        out.setInt(LENGTH_AT, out.position() - HEADER_BYTES);
        out.setInt(COUNT_AT, count);
        out.setLong(SEQUENCE_AT, firstSequence);
        out.setLong(TIME_AT, timeNs);
        out.setInt(COMMIT_AT, commit);
        out.setInt(HEADER_CHECKSUM_AT, checksum(ByteBuffer.wrap(out.array(), 0, HEADER_CHECKSUM_AT), epoch, offset));
        out.setInt(CHECKSUM_AT, checksum(ByteBuffer.wrap(out.array(), 0, out.position()), epoch, offset));
    }

    /** How many bytes the batch has in all that begins so; -1 when no batch begins so. */
    static int sizeOf(ByteBuffer header, long epoch, int offset) {
        ByteBuffer fields = header.slice();
        if (fields.remaining() < HEADER_BYTES || fields.getInt() != MAGIC) {
            return -1;
        }
        int stored = fields.getInt(HEADER_CHECKSUM_AT);
        fields.position(0).limit(HEADER_CHECKSUM_AT);
        return stored == checksum(fields, epoch, offset) ? HEADER_BYTES + fields.getInt(LENGTH_AT) : -1;
    }

    /** The first sequence of the batch that begins so, when {@link #sizeOf} says that one does. */
    static long firstSequenceOf(ByteBuffer header) {
        return header.getLong(header.position() + SEQUENCE_AT);
    }

    /**
     * The batch that these bytes are.
     *
     * @param bytes all of them and no more; not copied
     * @throws LogCorruptException if they are not what was written
     */
    static Batch check(String file, int offset, byte[] bytes, long epoch) throws LogCorruptException {
        ByteBuffer header = ByteBuffer.wrap(bytes);
        if (header.getInt(CHECKSUM_AT) != checksum(header.duplicate(), epoch, offset)) {
            throw new LogCorruptException(file, offset, "the checksum of a batch is wrong");
        }
        return new Batch(offset, bytes, header.getInt(COUNT_AT), header.getLong(SEQUENCE_AT), header.getInt(COMMIT_AT));
    }

    private static int checksum(ByteBuffer batch, long epoch, int offset) {
        CRC32C checksum = new CRC32C();
        checksum.update(ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putLong(epoch)
                .putInt(offset)
                .flip());
        checksum.update(batch.position(LENGTH_AT));
        return (int) checksum.getValue();
    }

    public int offset() {
        return offset;
    }

    /** How much of the file it takes. */
    public int size() {
        return bytes.length;
    }

    public int end() {
        return offset + bytes.length;
    }

    public int count() {
        return count;
    }

    public long firstSequence() {
        return firstSequence;
    }

    /** That of the last record; one less than the first when there is none. */
    public long lastSequence() {
        return firstSequence + count - 1;
    }

    public long timeNs() {
        return ByteBuffer.wrap(bytes).getLong(TIME_AT);
    }

    /** Everything in the file before this offset was durable when the batch was written. */
    public int commitStart() {
        return commitStart;
    }

    /** To read its records with. */
    public RecordInput input(TextPool texts) {
        return new RecordInput(bytes, texts);
    }

    /** Visits the records, undecoded. */
    public void forEachRecord(RecordVisitor visitor) throws ProtocolException {
        ByteBuffer at = ByteBuffer.wrap(bytes).position(HEADER_BYTES);
        boolean more = true;
        for (int i = 0; i < count && more; i++) {
            int length = at.remaining() < Integer.BYTES ? -1 : at.getInt();
            if (length < 0 || length > at.remaining()) {
                throw new ProtocolException("a record reaches beyond its batch");
            }
            int start = at.position();
            at.position(start + length);
            more = visitor.visit(firstSequence + i, start, start + length);
        }
    }

    /** Visits the entries. */
    public void forEachEntry(TextPool texts, EntryVisitor visitor) throws ProtocolException {
        RecordInput in = input(texts);
        forEachRecord((sequence, start, end) -> {
            visitor.visit(sequence, EntryCodec.read(in.at(start, end)));
            return true;
        });
    }
}
