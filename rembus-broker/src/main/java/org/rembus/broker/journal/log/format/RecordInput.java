package org.rembus.broker.journal.log.format;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;

/**
 * Bytes being read, as {@link RecordOutput} wrote them. Reading beyond the end throws an unchecked exception: they were
 * checked before.
 */
public final class RecordInput {
    private final byte[] array;
    private final ByteBuffer buffer;
    private final TextPool texts;

    RecordInput(byte[] array, TextPool texts) {
        this.array = array;
        this.buffer = ByteBuffer.wrap(array);
        this.texts = texts;
    }

    /** Reads on from here, up to {@code end}. */
    public RecordInput at(int position, int end) {
        buffer.limit(end).position(position);
        return this;
    }

    int position() {
        return buffer.position();
    }

    int getByte() {
        return buffer.get() & 0xFF;
    }

    int getInt() {
        return buffer.getInt();
    }

    long getLong() {
        return buffer.getLong();
    }

    String getText() {
        int length = buffer.getShort() & 0xFFFF;
        return texts.text(array, skip(length), length);
    }

    MessageId getId() {
        byte[] bytes = new byte[getByte()];
        buffer.get(bytes);
        return MessageId.of(bytes);
    }

    /** What remains, copied. */
    Payload getPayload() {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return Payload.view(bytes, 0, bytes.length);
    }

    /** Whether the next text is the one of these bytes; steps over it. */
    boolean isText(byte[] expected) {
        int length = buffer.getShort() & 0xFFFF;
        int start = skip(length);
        return Arrays.equals(array, start, start + length, expected, 0, expected.length);
    }

    private int skip(int length) {
        int start = buffer.position();
        buffer.position(start + length);
        return start;
    }
}
