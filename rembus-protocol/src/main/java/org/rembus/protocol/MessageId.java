package org.rembus.protocol;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The id of a message: an opaque byte string that an answer gives back byte for byte (PROTOCOL.md section 4).
 *
 * <p>Peers use 16 bytes (gen-1) or 8 (gen-2); any length from 1 to {@value #MAX_LENGTH} is accepted. Immutable.
 */
public final class MessageId implements Comparable<MessageId> {
    /** Longer ids are refused: nobody sends them, and a broker must remember ids. */
    public static final int MAX_LENGTH = 64;

    /** Bytes of the ids that gen-2 peers use, and that we use towards a peer that has not sent one yet. */
    public static final int GEN2_LENGTH = 8;

    /** Bytes of the ids that gen-1 peers use. */
    public static final int GEN1_LENGTH = 16;

    private static final int SLOT_LENGTH = 4;

    private final byte[] bytes;
    private final int hash;

    private MessageId(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    /** An id of these bytes, copied. */
    public static MessageId of(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > MAX_LENGTH) {
            throw new IllegalArgumentException("an id has 1 to " + MAX_LENGTH + " bytes, not " + bytes.length);
        }
        return new MessageId(bytes.clone());
    }

    /** An id of {@code length} bytes (at least 8): the little-endian bytes of {@code low}, then zeros. */
    public static MessageId of(long low, int length) {
        if (length < Long.BYTES || length > MAX_LENGTH) {
            throw new IllegalArgumentException(length + " bytes are no length for the id of a number");
        }
        byte[] bytes = new byte[length];
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[i] = (byte) (low >>> (Byte.SIZE * i));
        }
        return new MessageId(bytes);
    }

    /** @param hex two digits a byte, as in the captured frames */
    public static MessageId ofHex(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    /** Number of bytes. */
    public int length() {
        return bytes.length;
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** Copies the bytes to {@code target}, from {@code at} on. */
    public void copyTo(byte[] target, int at) {
        System.arraycopy(bytes, 0, target, at, bytes.length);
    }

    /** The first eight bytes, little-endian; missing ones count as zero. */
    public long low64() {
        long low = 0;
        for (int i = Math.min(bytes.length, Long.BYTES) - 1; i >= 0; i--) {
            low = low << Byte.SIZE | (bytes[i] & 0xFF);
        }
        return low;
    }

    /** Whether this id is long enough to carry a slot. */
    public boolean canCarrySlot() {
        return bytes.length >= SLOT_LENGTH;
    }

    /** The application time slot: the low 32 bits, as an unsigned number. Meaningful only with the SLOT flag. */
    public long slot() {
        return low64() & 0xFFFF_FFFFL;
    }

    /** This id with its low 32 bits replaced by {@code slot}. */
    public MessageId withSlot(long slot) {
        if (!canCarrySlot() || slot < 0 || slot > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("slot " + slot + " does not fit an id of " + bytes.length + " bytes");
        }
        byte[] slotted = bytes.clone();
        for (int i = 0; i < SLOT_LENGTH; i++) {
            slotted[i] = (byte) (slot >>> (Byte.SIZE * i));
        }
        return new MessageId(slotted);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MessageId id && Arrays.equals(bytes, id.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** By the bytes. Peers choose ids: with an order, hash tables stay fast when all hashes collide. */
    @Override
    public int compareTo(MessageId other) {
        return Arrays.compare(bytes, other.bytes);
    }

    /** The bytes as hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
