package org.rembus.protocol.cbor;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;

/** The elements of a message's array, one after the other, each with the type that its place asks for. */
final class EnvelopeReader {
    private static final int MAX_FIRST_ELEMENT = 0xFF;

    private final byte[] array;
    private final CborReader reader;
    private int remaining;

    EnvelopeReader(byte[] array, int offset, int length, int maxNesting) throws ProtocolException {
        this.array = array;
        this.reader = new CborReader(array, offset, length, maxNesting);
        this.remaining = reader.beginArray();
    }

    /** Type and flags. */
    int firstElement() throws ProtocolException {
        long first = integer();
        if (first < 0 || first > MAX_FIRST_ELEMENT) {
            throw new ProtocolException("message type " + first + " does not exist");
        }
        return (int) first;
    }

    MessageId id() throws ProtocolException {
        take();
        byte[] bytes = reader.readByteString();
        if (bytes.length == 0 || bytes.length > MessageId.MAX_LENGTH) {
            throw new ProtocolException("an id of " + bytes.length + " bytes");
        }
        return MessageId.of(bytes);
    }

    String text() throws ProtocolException {
        take();
        return reader.readText();
    }

    /** A text; null when it is null or absent. */
    @Nullable
    String textOrNull() throws ProtocolException {
        if (remaining == 0) {
            return null;
        }
        take();
        if (reader.isNothingNext()) {
            reader.skipItem();
            return null;
        }
        return reader.readText();
    }

    long integer() throws ProtocolException {
        take();
        return reader.readLong();
    }

    byte[] binary() throws ProtocolException {
        take();
        return reader.readByteString();
    }

    @Nullable
    Payload optionalPayload() throws ProtocolException {
        return remaining == 0 ? null : payload();
    }

    Payload dataOrNull() throws ProtocolException {
        return remaining == 0 ? Payload.NULL : payload();
    }

    Payload dataOrNoArguments() throws ProtocolException {
        return remaining == 0 ? Payload.NO_ARGUMENTS : payload();
    }

    void expectEnd() throws ProtocolException {
        if (remaining > 0) {
            throw new ProtocolException("a message of " + remaining + " elements too many");
        }
        reader.endArray();
        reader.expectEnd();
    }

    private Payload payload() throws ProtocolException {
        take();
        int start = reader.position();
        reader.skipItem();
        return Payload.view(array, start, reader.position() - start);
    }

    private void take() throws ProtocolException {
        if (remaining == 0) {
            throw new ProtocolException("a message with too few elements");
        }
        remaining--;
    }
}
