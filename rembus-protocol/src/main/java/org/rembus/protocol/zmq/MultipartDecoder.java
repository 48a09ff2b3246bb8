package org.rembus.protocol.zmq;

import java.util.Arrays;
import org.rembus.protocol.Limits;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.cbor.CborReader;

/**
 * Reads the messages of a multipart (PROTOCOL.md section 3): an empty frame, a header, data and the end marker. What is no
 * message is passed over, up to the next end marker or the end of the multipart, whichever comes first; so is a second message
 * of one multipart, which nobody sends.
 *
 * <p>For the multiparts of one connection, whose messages name the same topics again and again; not for several threads at
 * once.
 */
public final class MultipartDecoder {
    private final HeaderDecoder headers;
    private final int maxNesting;

    // -- in one multipart --
    private boolean found;
    private int part;
    private int headerAt;
    private int headerEnd;
    private int dataAt;
    private int dataEnd;
    private String fault = "";

    /** A decoder with the default limit. */
    public MultipartDecoder() {
        this(Limits.MAX_NESTING);
    }

    /** @param maxNesting as {@link Limits#MAX_NESTING} */
    public MultipartDecoder(int maxNesting) {
        this.headers = new HeaderDecoder(maxNesting);
        this.maxNesting = maxNesting;
    }

    /**
     * Reads all of a multipart.
     *
     * @param array frames with their headers, as {@link MultipartReader} hands them over; not copied: the payloads of messages
     *     are views of it
     */
    public void decode(byte[] array, int offset, int length, MultipartSink sink) {
        int end = offset + length;
        found = false;
        begin();
        for (int at = offset; at < end; ) {
            int body = at + Frame.headerBytes(array[at]);
            int next = body + (int) Frame.bodyBytes(array, at);
            if (!Frame.isCommand(array[at])) {
                take(array, body, next, sink);
            }
            at = next;
        }
        if (part > 0 || !fault.isEmpty()) {
            sink.onMalformed(fault.isEmpty() ? "a multipart without an end marker" : fault);
        }
    }

    private void begin() {
        part = 0;
        fault = "";
    }

    private void take(byte[] array, int from, int to, MultipartSink sink) {
        if (!fault.isEmpty()) {
            endFault(array, from, to, sink);
            return;
        }
        switch (part++) {
            case 0 -> fault = from == to ? "" : "a frame that should be empty";
            case 1 -> {
                headerAt = from;
                headerEnd = to;
            }
            case 2 -> {
                dataAt = from;
                dataEnd = to;
            }
            default -> {
                if (Multipart.isEndMarker(array, from, to)) {
                    message(array, sink);
                } else {
                    fault = "a frame in the place of the end marker";
                }
            }
        }
        endFault(array, from, to, sink);
    }

    private void endFault(byte[] array, int from, int to, MultipartSink sink) {
        if (!fault.isEmpty() && Multipart.isEndMarker(array, from, to)) {
            sink.onMalformed(fault);
            begin();
        }
    }

    private void message(byte[] array, MultipartSink sink) {
        begin();
        if (found) {
            sink.onMalformed("a second message in one multipart");
            return;
        }
        if (isClose(array)) {
            sink.onClose();
            return;
        }
        Message message;
        try {
            message = message(array);
        } catch (ProtocolException unreadable) {
            sink.onMalformed(String.valueOf(unreadable.getMessage()));
            return;
        }
        found = true;
        sink.onMessage(message);
    }

    private boolean isClose(byte[] array) {
        return Arrays.equals(array, headerAt, headerEnd, Multipart.CLOSE, 0, Multipart.CLOSE.length)
                || Arrays.equals(array, headerAt, headerEnd, Multipart.CLOSE_ARRAY, 0, Multipart.CLOSE_ARRAY.length);
    }

    private Message message(byte[] array) throws ProtocolException {
        Message header = headers.decode(array, headerAt, headerEnd - headerAt);
        return switch (header) {
            case Message.Publish publish ->
                new Message.Publish(publish.flags(), publish.id(), publish.topic(), arguments(array));
            case Message.Rpc rpc -> new Message.Rpc(rpc.id(), rpc.topic(), rpc.target(), arguments(array));
            case Message.Admin admin -> new Message.Admin(admin.id(), admin.topic(), item(array));
            case Message.Response response -> new Message.Response(response.id(), response.status(), item(array));
            case Message.Register register ->
                new Message.Register(register.id(), register.cid(), register.pin(), bytes(array), register.keyType());
            case Message.Attestation attestation ->
                new Message.Attestation(attestation.id(), attestation.cid(), bytes(array), attestation.meta());
            default -> header;
        };
    }

    private Payload arguments(byte[] array) throws ProtocolException {
        CborReader reader = data(array);
        reader.skipArguments();
        return whole(reader, array);
    }

    private Payload item(byte[] array) throws ProtocolException {
        CborReader reader = data(array);
        reader.skipItem();
        return whole(reader, array);
    }

    private CborReader data(byte[] array) {
        return new CborReader(array, dataAt, dataEnd - dataAt, maxNesting);
    }

    private Payload whole(CborReader reader, byte[] array) throws ProtocolException {
        reader.expectEnd();
        return Payload.view(array, dataAt, dataEnd - dataAt);
    }

    private byte[] bytes(byte[] array) {
        return Arrays.copyOfRange(array, dataAt, dataEnd);
    }
}
