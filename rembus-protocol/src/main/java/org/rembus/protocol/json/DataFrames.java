package org.rembus.protocol.json;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
    static void write(ByteBuffer stream, TextBytes text) {
        int start = text.size();
        try {
            Rows rows = Rows.of(stream);
            long expected = stream.remaining() + expectedBytes(rows);
            rows.write(text, Math.min(MAX_ROWS_BYTES, ALWAYS_BYTES + MOST_TIMES * expected));
        } catch (ProtocolException unreadable) {
            text.cutTo(start);
            writeStream(stream, text);
        }
    }

    private static void writeStream(ByteBuffer stream, TextBytes text) {
        text.writeBytes("{\"tag\":80,\"value\":\"".getBytes(StandardCharsets.US_ASCII));
        text.writeBytes(Base64.getEncoder().encode(stream.slice()).array());
        text.writeBytes("\"}".getBytes(StandardCharsets.US_ASCII));
    }
}
