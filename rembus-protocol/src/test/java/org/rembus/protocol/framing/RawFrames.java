package org.rembus.protocol.framing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Frames written byte by byte, so that they can break every rule. */
final class RawFrames {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final boolean masked;

    RawFrames(boolean masked) {
        this.masked = masked;
    }

    /** @param first FIN, reserved bits and opcode */
    RawFrames frame(int first, byte... payload) {
        return header(first, payload.length < 126 ? 0 : payload.length < 65536 ? 2 : 8, payload.length)
                .payload(payload);
    }

    /** @param lengthBytes 0, 2 or 8, whether or not that is the short way */
    RawFrames header(int first, int lengthBytes, long length) {
        int mask = masked ? 0x80 : 0;
        bytes.write(first);
        switch (lengthBytes) {
            case 0 -> bytes.write(mask | (int) length);
            case 2 -> {
                bytes.write(mask | 126);
                bytes.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
            }
            default -> {
                bytes.write(mask | 127);
                bytes.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
            }
        }
        return this;
    }

    private RawFrames payload(byte[] payload) {
        byte[] key = {0x37, (byte) 0xFA, 0x21, 0x3D};
        if (masked) {
            bytes.writeBytes(key);
        }
        for (int i = 0; i < payload.length; i++) {
            bytes.write(masked ? payload[i] ^ key[i % 4] : payload[i]);
        }
        return this;
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
