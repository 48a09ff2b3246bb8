package org.rembus.protocol.framing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Writes frames, one for each message (RFC 6455 section 5.2), into arrays of the caller's. */
public final class FrameWriter {
    /** The longest header that is written. */
    public static final int MAX_HEADER_BYTES = FrameHeader.MAX_BYTES;

    /** The longest payload of a ping, pong or close. */
    public static final int MAX_CONTROL_BYTES = FrameHeader.MAX_CONTROL_BYTES;

    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private final @Nullable IntSupplier keys;

    private FrameWriter(@Nullable IntSupplier keys) {
        this.keys = keys;
    }

    /** A server's writer: frames are not masked. May be shared by any number of connections and threads. */
    public static FrameWriter unmasked() {
        return new FrameWriter(null);
    }

    /**
     * A client's writer.
     *
     * @param keys gives a fresh masking key for each frame, from a source that peers cannot foresee
     */
    public static FrameWriter masked(IntSupplier keys) {
        return new FrameWriter(keys);
    }

    /** Bytes of a frame: header and payload. */
    public int frameBytes(int payloadLength) {
        return Math.addExact(headerBytes(payloadLength), payloadLength);
    }

    /** Bytes of the header alone. */
    public int headerBytes(int payloadLength) {
        int length = payloadLength < LENGTH_16 ? 0 : payloadLength <= 0xFFFF ? Short.BYTES : Long.BYTES;
        return 2 + length + (keys == null ? 0 : Integer.BYTES);
    }

    /**
     * Writes a frame.
     *
     * @param target has room for {@link #frameBytes} bytes from {@code at} on
     * @return where the frame ends in {@code target}
     */
    public int write(FrameType type, byte[] payload, byte[] target, int at) {
        return write(type, payload, 0, payload.length, target, at);
    }

    /** As {@link #write(FrameType, byte[], byte[], int)}, with a part of an array as payload. */
    public int write(FrameType type, byte[] array, int offset, int length, byte[] target, int at) {
        int key = keys == null ? 0 : keys.getAsInt();
        int start = header(type, length, key, target, at);
        Masking.copy(array, offset, length, target, start, key);
        return start + length;
    }

    /** A frame in an array of its own. */
    public byte[] frame(FrameType type, byte[] payload) {
        byte[] frame = new byte[frameBytes(payload.length)];
        write(type, payload, frame, 0);
        return frame;
    }

    /**
     * A close frame in an array of its own.
     *
     * @param code {@link CloseCode#NONE} for a frame that says nothing
     * @param reason cut when it is too long
     */
    public byte[] closeFrame(int code, String reason) {
        return frame(FrameType.CLOSE, ClosePayload.of(code, reason));
    }

    /**
     * Writes the header of a frame whose payload is sent as it is, right after it.
     *
     * @return where the header ends in {@code target}
     * @throws IllegalStateException if this writer masks
     */
    public int writeHeader(FrameType type, int payloadLength, byte[] target, int at) {
        if (keys != null) {
            throw new IllegalStateException("a masked payload cannot be sent as it is");
        }
        return header(type, payloadLength, 0, target, at);
    }

    private int header(FrameType type, int length, int key, byte[] target, int at) {
        int masked = keys == null ? 0 : MASKED;
        int end = at + 2;
        target[at] = (byte) (FIN | type.opcode());
        if (length < LENGTH_16) {
            target[at + 1] = (byte) (masked | length);
        } else if (length <= 0xFFFF) {
            target[at + 1] = (byte) (masked | LENGTH_16);
            SHORTS.set(target, end, (short) length);
            end += Short.BYTES;
        } else {
            target[at + 1] = (byte) (masked | LENGTH_64);
            LONGS.set(target, end, (long) length);
            end += Long.BYTES;
        }
        if (keys != null) {
            INTS.set(target, end, key);
            end += Integer.BYTES;
        }
        return end;
    }
}
