package org.rembus.protocol.json;

import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import tools.jackson.core.JsonGenerator;

/**
 * The ids of JSON-RPC as {@link MessageId}s: the little-endian bytes of the number, of a length that no other peer uses and that
 * tells how it was written, so that an answer has the id in the same JSON type without anybody remembering it.
 */
public final class JsonId {
    /** Of the ids that are originated towards a JSON peer, which are numbers up to {@link #MAX_OWN}. */
    public static final int LENGTH = Width.NARROW.numberLength;

    /** What every JSON reader has room for. */
    public static final long MAX_OWN = 1L << 53;

    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,38}");

    private enum Width {
        NARROW(64, 9, 10),
        WIDE(128, 17, 18);

        private final int bits;
        private final int numberLength;
        private final int textLength;

        Width(int bits, int numberLength, int textLength) {
            this.bits = bits;
            this.numberLength = numberLength;
            this.textLength = textLength;
        }
    }

    private JsonId() {}

    /** Whether an id of this length came from a JSON peer. */
    public static boolean isJson(int length) {
        return length == Width.NARROW.numberLength || length == Width.WIDE.numberLength || isText(length);
    }

    /** Whether an id of this length was a decimal string, as Julia writes them. */
    public static boolean isText(int length) {
        return length == Width.NARROW.textLength || length == Width.WIDE.textLength;
    }

    /** Whether this is the number 0: a request under it is not answered. */
    public static boolean isUnanswered(MessageId id) {
        return id.low64() == 0 && id.length() == Width.NARROW.numberLength;
    }

    /** The id that a JSON value is: a number or a decimal string up to 2^128-1; null for anything else. */
    static @Nullable MessageId of(@Nullable Payload value) {
        Object id = value == null || value.length() > MessageId.MAX_LENGTH ? null : value.value();
        return switch (id) {
            case Long number -> inRange(BigInteger.valueOf(number), false);
            case BigInteger number -> inRange(number, false);
            case String text -> DECIMAL.matcher(text).matches() ? inRange(new BigInteger(text), true) : null;
            case null -> null;
            default -> null;
        };
    }

    private static @Nullable MessageId inRange(BigInteger number, boolean text) {
        return number.signum() < 0 || number.bitLength() > Width.WIDE.bits ? null : of(number, text);
    }

    private static MessageId of(BigInteger number, boolean text) {
        Width width = number.bitLength() > Width.NARROW.bits ? Width.WIDE : Width.NARROW;
        byte[] bytes = new byte[text ? width.textLength : width.numberLength];
        for (int i = 0; i < width.bits / Byte.SIZE; i++) {
            bytes[i] = number.shiftRight(Byte.SIZE * i).byteValue();
        }
        return MessageId.of(bytes);
    }

    /** The same id as a number: answers come back in either type. */
    static MessageId asNumber(MessageId id) {
        return isText(id.length()) ? of(number(id), false) : id;
    }

    /** The same id as a decimal string, if it has up to 16 bytes. */
    static MessageId asText(MessageId id) {
        return of(number(id), true);
    }

    /**
     * The id that comes back, as it was given: one of {@value MessageId#GEN2_LENGTH} bytes is a number on its way.
     *
     * @param id of an answer
     */
    public static MessageId asGiven(MessageId id) {
        return id.length() == Width.NARROW.numberLength ? MessageId.of(id.low64(), MessageId.GEN2_LENGTH) : id;
    }

    static void write(MessageId id, JsonGenerator json) {
        BigInteger number = number(id);
        if (isText(id.length())) {
            json.writeString(number.toString());
        } else {
            json.writeNumber(number);
        }
    }

    private static BigInteger number(MessageId id) {
        byte[] little = id.toByteArray();
        byte[] big = new byte[little.length];
        for (int i = 0; i < little.length; i++) {
            big[i] = little[little.length - 1 - i];
        }
        return new BigInteger(1, big);
    }
}
