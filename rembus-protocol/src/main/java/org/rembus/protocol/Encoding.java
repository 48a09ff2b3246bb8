package org.rembus.protocol;

/** How messages are written (PROTOCOL.md sections 4 and 5). */
public enum Encoding {
    CBOR,
    /** JSON-RPC 2.0, on WebSocket only. It cannot carry every value. */
    JSON
}
