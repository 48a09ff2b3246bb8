package org.rembus.protocol.cbor;

/** CBOR's {@code undefined}, which JavaScript peers send. */
public enum Undefined {
    UNDEFINED
}
