package org.rembus.protocol.json;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.arrow.Rows;
import org.rembus.protocol.cbor.CborReader;
import org.rembus.protocol.cbor.ItemKind;
import org.rembus.protocol.cbor.Tagged;

/**
 * The DataFrames in a payload, as JSON: an array of rows. One that cannot be read, or whose rows are longer than {@value #MAX_ROWS_BYTES}
 * bytes, or than {@value #MOST_TIMES} times what was to be expected, is {@code {"tag":80,"value":…}} with the base64 of its stream.
 */
final class DataFrames {
    /** Arguments behind these are looked at as any value. */
    static final int MOST_ARGUMENTS = 64;

    private static final int MAX_ROWS_BYTES = 16 * 1024 * 1024;
    private static final int MOST_TIMES = 6;
    private static final int ALWAYS_BYTES = 64 * 1024;
    private static final byte[] BEFORE_STREAM = "{\"tag\":80,\"value\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BEHIND_STREAM = "\"}".getBytes(StandardCharsets.US_ASCII);

    private DataFrames() {}

    /** Whether the tag that has just been read is that of one. */
    static boolean isNext(long tag, CborReader cbor) throws ProtocolException {
        return tag == Tagged.DATA_FRAME && cbor.isByteStringNext();
    }

    /** About how many bytes the text of the DataFrames in a payload has. */
    static long likelyBytes(Payload payload) {
        try {
            return likelyBytes(payload.reader());
        } catch (ProtocolException impossible) {
            throw new IllegalStateException("a payload changed after it was read", impossible);
        }
    }

    private static long likelyBytes(CborReader cbor) throws ProtocolException {
        if (cbor.kind() != ItemKind.ARRAY) {
            return likelyBytesOfNext(cbor);
        }
        int elements = cbor.beginArray();
        long bytes = 0;
        for (int i = 0; i < MOST_ARGUMENTS && cbor.hasMore(i, elements); i++) {
            bytes += likelyBytesOfNext(cbor);
        }
        return bytes;
    }

    private static long likelyBytesOfNext(CborReader cbor) throws ProtocolException {
        if (cbor.kind() == ItemKind.TAG && isNext(cbor.readTag(), cbor)) {
            return likelyBytes(cbor.viewByteString());
        }
        cbor.skipItem();
        return 0;
    }

    private static long likelyBytes(ByteBuffer stream) {
        try {
            return expectedBytes(Rows.of(stream));
        } catch (ProtocolException unreadable) {
            return stream.remaining();
        }
    }

    private static long expectedBytes(Rows rows) throws ProtocolException {
        long expected = rows.likelyBytes();
        if (expected > MAX_ROWS_BYTES) {
            throw new ProtocolException("a DataFrame whose rows are too long");
        }
        return expected;
    }

    /** Writes one. */
    static void write(ByteBuffer stream, TextBytes text, Audience audience) {
        int start = text.size();
        try {
            writeRows(stream, text, audience);
        } catch (ProtocolException unreadable) {
            text.cutTo(start);
            Base64Text.write(BEFORE_STREAM, stream, BEHIND_STREAM, text);
        }
    }

    /** Writes one to where nothing can be taken back: so it is read twice. */
    static void stream(ByteBuffer stream, OutputStream target, Audience audience) {
        try {
            writeRows(stream, OutputStream.nullOutputStream(), audience);
            writeRows(stream, target, audience);
        } catch (ProtocolException unreadable) {
            Base64Text.write(BEFORE_STREAM, stream, BEHIND_STREAM, target);
        }
    }

    private static void writeRows(ByteBuffer stream, OutputStream target, Audience audience) throws ProtocolException {
        Rows rows = Rows.of(stream);
        long expected = stream.remaining() + expectedBytes(rows);
        rows.write(target, Math.min(MAX_ROWS_BYTES, ALWAYS_BYTES + MOST_TIMES * expected), audience.factory());
    }
}
