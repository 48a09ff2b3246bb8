package org.rembus.protocol.json;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Base64;

/** Binary as base64 between two parts of a text. */
final class Base64Text {
    /** A multiple of three: so parts do not end in padding. */
    private static final int PART_BYTES = 48 * 1024;

    private Base64Text() {}

    /** About how many bytes it takes, the parts around it included. */
    static int length(int binaryBytes) {
        return (int) Math.min(Integer.MAX_VALUE - Long.BYTES, binaryBytes * 4L / 3 + 32);
    }

    /** Writes it part by part. */
    static void write(byte[] before, ByteBuffer binary, byte[] behind, OutputStream text) {
        try {
            text.write(before);
            for (int from = 0; from < binary.remaining(); from += PART_BYTES) {
                int length = Math.min(PART_BYTES, binary.remaining() - from);
                ByteBuffer part = binary.slice(binary.position() + from, length);
                text.write(Base64.getEncoder().encode(part).array());
            }
            text.write(behind);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
