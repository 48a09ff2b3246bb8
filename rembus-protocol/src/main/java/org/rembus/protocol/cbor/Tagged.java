package org.rembus.protocol.cbor;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A CBOR tag around a value, kept as it is. Big integers (tags 2 and 3) of up to {@value #MAX_BIG_INTEGER_BYTES} bytes
 * never appear so: they are {@link java.math.BigInteger}.
 *
 * @param tag the number, as unsigned 64 bits
 * @param value the content, of any type that a payload can hold
 */
public record Tagged(long tag, @Nullable Object value) {
    /** An Arrow IPC stream: a DataFrame. */
    public static final long DATA_FRAME = 80;

    /** A typed array of bytes, which is how JavaScript peers wrap binary. */
    public static final long TYPED_ARRAY = 64;

    /** Longer integers stay tagged binary, because computing with them could take very long. */
    public static final int MAX_BIG_INTEGER_BYTES = 65_536;

    @Override
    public boolean equals(Object other) {
        return other instanceof Tagged that && tag == that.tag && Objects.deepEquals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(tag, value instanceof byte[] bytes ? Arrays.hashCode(bytes) : value);
    }
}
