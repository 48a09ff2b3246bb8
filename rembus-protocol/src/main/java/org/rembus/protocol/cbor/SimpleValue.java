package org.rembus.protocol.cbor;

/**
 * A CBOR simple value without a meaning of its own.
 *
 * @param number 0 to 19, or 32 to 255
 */
public record SimpleValue(int number) {
    public SimpleValue {
        if (number < 0 || number > 255 || (number >= 20 && number < 32)) {
            throw new IllegalArgumentException("simple value " + number + " does not exist");
        }
    }
}
