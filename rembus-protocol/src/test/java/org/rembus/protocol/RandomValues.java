package org.rembus.protocol;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.cbor.SimpleValue;
import org.rembus.protocol.cbor.Tagged;
import org.rembus.protocol.cbor.Undefined;

/** Values and messages of every kind, from a source of random numbers; edges come often. */
public final class RandomValues {
    private static final double[] FLOATS = {
        0.0,
        -0.0,
        1.5,
        0.1,
        65504,
        1e300,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        5.960464477539063e-8,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        3.4028234663852886e38,
        4294967296.0
    };
    private static final int[] CHARACTERS = {0, 'a', '/', '*', 0x7F, 0x80, 0x7FF, 0x800, 0xFFFF, 0x1_0000, 0x10_FFFF};

    private RandomValues() {}

    /** A value as decoding gives it: integers in the smallest type, floats as Double. */
    public static @Nullable Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 14 : 10)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2, 3 -> integer(random);
            case 4 -> bigInteger(random);
            case 5 -> number(random);
            case 6, 7 -> text(random, random.nextInt(8) == 0 ? 300 : 8);
            case 8 -> bytes(random, random.nextInt(8) == 0 ? 300 : 8);
            case 9 -> random.nextBoolean() ? Undefined.UNDEFINED : simple(random);
            case 10, 11 -> list(random, depth - 1);
            case 12 -> map(random, depth - 1);
            default -> tagged(random, depth - 1);
        };
    }

    /** An integer whose size, in bits, is equally distributed. */
    static long integer(Random random) {
        return random.nextLong() >> random.nextInt(64);
    }

    static double number(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> FLOATS[random.nextInt(FLOATS.length)];
            case 1 -> random.nextInt(1000) / 8.0;
            default -> Double.longBitsToDouble(random.nextLong());
        };
    }

    /** A text of at most so many characters. */
    static String text(Random random, int most) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(most + 1); length > 0; length--) {
            int character = random.nextInt(0x11_0000);
            boolean usual = random.nextInt(4) > 0 || (character >= 0xD800 && character < 0xE000);
            text.appendCodePoint(
                    usual
                            ? ' ' + random.nextInt(95)
                            : random.nextBoolean() ? CHARACTERS[random.nextInt(CHARACTERS.length)] : character);
        }
        return text.toString();
    }

    static byte[] bytes(Random random, int most) {
        byte[] bytes = new byte[random.nextInt(most + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** An id of a length that peers use, or now and then another. */
    static MessageId id(Random random) {
        byte[] bytes = new byte
                [switch (random.nextInt(5)) {
                    case 0, 1 -> MessageId.GEN2_LENGTH;
                    case 2, 3 -> MessageId.GEN1_LENGTH;
                    default -> 4 + random.nextInt(MessageId.MAX_LENGTH - 3);
                }];
        random.nextBytes(bytes);
        return MessageId.of(bytes);
    }

    /** A message of any type. */
    public static Message message(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> new Message.Identity(id(random), text(random, 20), meta(random));
            case 1 -> publish(random);
            case 2 -> new Message.Rpc(id(random), text(random, 20), textOrNull(random), data(random));
            case 3 -> new Message.Admin(id(random), text(random, 20), Payload.of(map(random, 2)));
            case 4 ->
                new Message.Response(id(random), Status.values()[random.nextInt(Status.values().length)], data(random));
            case 5 -> new Message.Ack(id(random));
            case 6 -> new Message.Ack2(id(random));
            case 7 -> new Message.Unregister(id(random), textOrNull(random));
            case 8 ->
                new Message.Register(
                        id(random), text(random, 20), textOrNull(random), bytes(random, 300), 1 + random.nextInt(2));
            default -> new Message.Attestation(id(random), text(random, 20), bytes(random, 300), meta(random));
        };
    }

    private static Message publish(Random random) {
        PublishFlags flags = PublishFlags.values()[random.nextInt(PublishFlags.values().length)];
        return new Message.Publish(flags, flags.hasId() ? id(random) : null, text(random, 20), data(random));
    }

    private static Payload data(Random random) {
        return Payload.of(value(random, 5));
    }

    private static @Nullable Payload meta(Random random) {
        return random.nextBoolean() ? null : Payload.of(map(random, 1));
    }

    private static @Nullable String textOrNull(Random random) {
        return random.nextBoolean() ? null : text(random, 20);
    }

    private static Object bigInteger(Random random) {
        BigInteger magnitude = new BigInteger(random.nextInt(200), random);
        BigInteger integer = random.nextBoolean() ? magnitude : magnitude.not();
        return integer.bitLength() < Long.SIZE ? (Object) integer.longValue() : integer;
    }

    private static SimpleValue simple(Random random) {
        int number = random.nextInt(244);
        return new SimpleValue(number < 20 ? number : number + 12);
    }

    private static List<@Nullable Object> list(Random random, int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int size = random.nextInt(random.nextInt(20) == 0 ? 40 : 5); size > 0; size--) {
            list.add(value(random, depth));
        }
        return list;
    }

    private static Map<@Nullable Object, @Nullable Object> map(Random random, int depth) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int size = random.nextInt(random.nextInt(20) == 0 ? 40 : 5); size > 0; size--) {
            map.put(random.nextInt(3) > 0 ? text(random, 8) : integer(random), value(random, depth));
        }
        return map;
    }

    private static Object tagged(Random random, int depth) {
        // Tags 2 and 3 are big integers.
        long tag = random.nextInt(4) == 0 ? Tagged.DATA_FRAME : random.nextLong() >>> random.nextInt(60) | 4;
        return new Tagged(tag, value(random, depth));
    }
}
