package org.rembus.protocol.cbor;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.ProtocolException;

/**
 * Makes Java objects of items that {@link CborReader#skipItem()} has accepted before: their counts are true and their
 * nesting is bounded, so what is allocated is proportional to the bytes that were received.
 */
final class ValueReader {
    private static final int TAG_POSITIVE_BIG = 2;
    private static final int TAG_NEGATIVE_BIG = 3;
    private static final byte[] NO_BYTES = {};

    private final CborReader reader;

    ValueReader(CborReader reader) {
        this.reader = reader;
    }

    @Nullable
    Object read() throws ProtocolException {
        int initial = reader.next();
        int info = Major.info(initial);
        return switch (Major.of(initial)) {
            case Major.UNSIGNED -> integer(reader.argument(info), false);
            case Major.NEGATIVE -> integer(reader.argument(info), true);
            case Major.BYTES -> info == 0 ? NO_BYTES : reader.byteString(info);
            case Major.TEXT -> reader.text(info);
            case Major.ARRAY -> list(reader.count(info, 1));
            case Major.MAP -> map(reader.count(info, 2));
            case Major.TAG -> tagged(reader.argument(info));
            default -> simple(info);
        };
    }

    private static Object integer(long argument, boolean negative) {
        if (argument >= 0) {
            return negative ? ~argument : argument;
        }
        BigInteger magnitude = new BigInteger(Long.toUnsignedString(argument));
        return negative ? magnitude.not() : magnitude;
    }

    private List<@Nullable Object> list(int count) throws ProtocolException {
        if (count == 0) {
            return Collections.emptyList();
        }
        if (count == CborReader.UNTIL_BREAK) {
            ArrayList<@Nullable Object> elements = new ArrayList<>();
            while (!reader.skipBreak()) {
                elements.add(read());
            }
            elements.trimToSize();
            return elements;
        }
        List<@Nullable Object> elements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            elements.add(read());
        }
        return elements;
    }

    private Map<@Nullable Object, @Nullable Object> map(int count) throws ProtocolException {
        if (count == 0) {
            return Collections.emptyMap();
        }
        if (count == CborReader.UNTIL_BREAK) {
            MapBuilder entries = new MapBuilder(0);
            while (!reader.skipBreak()) {
                entries.put(read(), read());
            }
            return entries.build();
        }
        MapBuilder entries = new MapBuilder(count);
        for (int i = 0; i < count; i++) {
            entries.put(read(), read());
        }
        return entries.build();
    }

    private Object tagged(long tag) throws ProtocolException {
        Object content = read();
        if (content instanceof byte[] magnitude && magnitude.length <= Tagged.MAX_BIG_INTEGER_BYTES) {
            if (tag == TAG_POSITIVE_BIG) {
                return normal(new BigInteger(1, magnitude));
            }
            if (tag == TAG_NEGATIVE_BIG) {
                return normal(new BigInteger(1, magnitude).not());
            }
        }
        return new Tagged(tag, content);
    }

    private static Object normal(BigInteger integer) {
        return integer.bitLength() < Long.SIZE ? (Object) integer.longValue() : integer;
    }

    private @Nullable Object simple(int info) throws ProtocolException {
        return switch (info) {
            case 20 -> Boolean.FALSE;
            case 21 -> Boolean.TRUE;
            case 22 -> null;
            case 23 -> Undefined.UNDEFINED;
            case 25 -> (double) Float.float16ToFloat((short) reader.fixed(2));
            case 26 -> (double) Float.intBitsToFloat((int) reader.fixed(4));
            case 27 -> Double.longBitsToDouble(reader.fixed(8));
            default -> new SimpleValue(reader.simpleNumber(info));
        };
    }
}
