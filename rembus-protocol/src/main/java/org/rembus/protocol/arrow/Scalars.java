package org.rembus.protocol.arrow;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.function.Function;
import java.util.function.IntToLongFunction;
import org.apache.arrow.flatbuf.Precision;
import org.rembus.protocol.ProtocolException;
import tools.jackson.core.JsonGenerator;

/** Columns with values of one size: numbers and truth values. */
final class Scalars {
    static final Layout BOOLEANS = flat(1, bits -> (row, json) -> json.writeBoolean(Validity.isSet(bits, row)));

    static final Layout NULLS = batch -> new Column(batch.node().length(), Validity.ONLY_NULLS, (row, json) -> {});

    private Scalars() {}

    /**
     * Values of so many bits each.
     *
     * @param cells what writes those in a buffer
     */
    static Layout flat(int bits, Function<ByteBuffer, Cell> cells) {
        return batch -> {
            Batch.Node node = batch.node();
            Validity validity = batch.validity(node);
            return new Column(node.length(), validity, cells.apply(batch.values(node.length(), bits)));
        };
    }

    static Layout integers(Integers type) {
        return flat(type.bits(), values -> {
            IntToLongFunction numbers = type.in(values);
            return type.isUnsignedLong()
                    ? (row, json) -> unsigned(numbers.applyAsLong(row), json)
                    : (row, json) -> json.writeNumber(numbers.applyAsLong(row));
        });
    }

    private static void unsigned(long number, JsonGenerator json) {
        if (number >= 0) {
            json.writeNumber(number);
        } else {
            json.writeNumber(new BigInteger(Long.toUnsignedString(number)));
        }
    }

    static Layout floats(short precision) throws ProtocolException {
        return switch (precision) {
            case Precision.HALF ->
                flat(
                        Short.SIZE,
                        values ->
                                (row, json) -> number(Float.float16ToFloat(values.getShort(row * Short.BYTES)), json));
            case Precision.SINGLE ->
                flat(Float.SIZE, values -> (row, json) -> number(values.getFloat(row * Float.BYTES), json));
            case Precision.DOUBLE ->
                flat(Double.SIZE, values -> (row, json) -> number(values.getDouble(row * Double.BYTES), json));
            default -> throw new ProtocolException("a DataFrame with floats of an unknown width");
        };
    }

    private static void number(double number, JsonGenerator json) {
        if (Double.isFinite(number)) {
            json.writeNumber(number);
        } else {
            json.writeNull();
        }
    }

    static Layout decimals(int bits, int scale) throws ProtocolException {
        return switch (bits) {
            case 32, 64, 128, 256 ->
                flat(bits, values -> (row, json) -> json.writeNumber(decimal(values, row, bits / Byte.SIZE, scale)));
            default -> throw new ProtocolException("a DataFrame with decimals of an unknown width");
        };
    }

    private static BigDecimal decimal(ByteBuffer values, int row, int bytes, int scale) {
        byte[] digits = new byte[bytes];
        int end = (row + 1) * bytes;
        for (int i = 0; i < bytes; i++) {
            digits[i] = values.get(end - 1 - i);
        }
        return new BigDecimal(new BigInteger(digits), scale);
    }
}
