package org.rembus.protocol.cbor;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;

/**
 * The elements of a message's array, one after the other, each with the type that its place asks for. For whatever encoding
 * puts them in an array; {@link MessageDecoder} is the one that puts all of them there.
 */
public final class EnvelopeReader {
    private static final int MAX_FIRST_ELEMENT = 0xFF;

    private final byte[] array;
    private final CborReader reader;
    private final RecentText recentTopic;
    private final boolean untilBreak;
    private int remaining;

    /** Begins the array that these bytes are; they are not copied. */
    public EnvelopeReader(byte[] array, int offset, int length, int maxNesting, RecentText recentTopic)
            throws ProtocolException {
        this.array = array;
        this.recentTopic = recentTopic;
        this.reader = new CborReader(array, offset, length, maxNesting);
        this.remaining = reader.beginArray();
        this.untilBreak = remaining == CborReader.UNTIL_BREAK;
    }

    /** Type and flags. */
    public int firstElement() throws ProtocolException {
        long first = integer();
        if (first < 0 || first > MAX_FIRST_ELEMENT) {
            throw new ProtocolException("message type " + first + " does not exist");
        }
        return (int) first;
    }

    /** An id of any legal length. */
    public MessageId id() throws ProtocolException {
        take();
        byte[] bytes = reader.readByteString();
        if (bytes.length == 0 || bytes.length > MessageId.MAX_LENGTH) {
            throw new ProtocolException("an id of " + bytes.length + " bytes");
        }
        return MessageId.of(bytes);
    }

    /** A topic, which is often the one before. */
    public String topic() throws ProtocolException {
        take();
        return reader.readText(recentTopic);
    }

    public String text() throws ProtocolException {
        take();
        return reader.readText();
    }

    /** A text; null when it is null or absent. */
    public @Nullable String textOrNull() throws ProtocolException {
        if (!hasMore()) {
            return null;
        }
        take();
        if (reader.isNothingNext()) {
            reader.skipItem();
            return null;
        }
        return reader.readText();
    }

    public long integer() throws ProtocolException {
        take();
        return reader.readLong();
    }

    public byte[] binary() throws ProtocolException {
        take();
        return reader.readByteString();
    }

    /** The ports that a peer listens on; null when they are absent. */
    public @Nullable Payload metaOrNull() throws ProtocolException {
        return hasMore() ? item() : null;
    }

    /** A command or a result, null when it is absent. */
    public Payload dataOrNull() throws ProtocolException {
        return hasMore() ? item() : Payload.NULL;
    }

    /** Arguments, none when they are absent. */
    public Payload argumentsOrNone() throws ProtocolException {
        if (!hasMore()) {
            return Payload.NO_ARGUMENTS;
        }
        take();
        int start = reader.position();
        reader.skipArguments();
        return Payload.view(array, start, reader.position() - start);
    }

    /** Fails unless every element has been read, and every byte. */
    public void expectEnd() throws ProtocolException {
        if (hasMore()) {
            throw new ProtocolException("a message with too many elements");
        }
        if (untilBreak) {
            reader.skipBreak();
        }
        reader.expectEnd();
    }

    private Payload item() throws ProtocolException {
        take();
        int start = reader.position();
        reader.skipItem();
        return Payload.view(array, start, reader.position() - start);
    }

    private boolean hasMore() throws ProtocolException {
        return untilBreak ? !reader.isBreakNext() : remaining > 0;
    }

    private void take() throws ProtocolException {
        if (!hasMore()) {
            throw new ProtocolException("a message with too few elements");
        }
        remaining--;
    }
}
