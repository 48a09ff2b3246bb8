package org.rembus.protocol.arrow;

import com.google.flatbuffers.Table;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.flatbuf.Message;
import org.rembus.protocol.ProtocolException;

/**
 * The messages of a stream, one after the other: each has metadata and a body. They end with an end marker, whatever is behind it, or
 * with the last one.
 */
final class Messages {
    private static final int CONTINUATION = -1;

    private final ByteBuffer stream;
    private Message message = new Message();
    private ByteBuffer body;
    private int metadataBytes;

    /** @param stream what an array has from the position to the limit */
    Messages(ByteBuffer stream) {
        this.stream = stream.slice().order(ByteOrder.LITTLE_ENDIAN);
        this.body = this.stream;
    }

    /** Those that are still to come, for somebody else. */
    Messages rest() {
        return new Messages(stream);
    }

    /** Steps to the next one and says whether there is one. Older writers leave out the mark before its length. */
    boolean next() throws ProtocolException {
        metadataBytes = stream.remaining() < Integer.BYTES ? 0 : stream.getInt();
        if (metadataBytes == CONTINUATION) {
            metadataBytes = take(Integer.BYTES).getInt();
        }
        if (metadataBytes == 0) {
            return false;
        }
        message = Message.getRootAsMessage(take(metadataBytes));
        body = take(message.bodyLength());
        return true;
    }

    private ByteBuffer take(long length) throws ProtocolException {
        if (length < 0 || length > stream.remaining()) {
            throw new ProtocolException("a DataFrame that is cut off");
        }
        ByteBuffer next = stream.slice(stream.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
        stream.position(stream.position() + (int) length);
        return next;
    }

    /** One of {@link org.apache.arrow.flatbuf.MessageHeader}. */
    byte kind() {
        return message.headerType();
    }

    /** One of {@link org.apache.arrow.flatbuf.MetadataVersion}. */
    short version() {
        return message.version();
    }

    /** What the message says, in an object of the type that its kind demands. */
    <T extends Table> T header(T into) throws ProtocolException {
        if (message.header(into) == null) {
            throw new ProtocolException("a DataFrame with a message that says nothing");
        }
        return into;
    }

    int metadataBytes() {
        return metadataBytes;
    }

    ByteBuffer body() {
        return body;
    }
}
