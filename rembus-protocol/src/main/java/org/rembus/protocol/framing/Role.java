package org.rembus.protocol.framing;

/** Which end of a WebSocket connection we are. */
public enum Role {
    /** Our frames are not masked, the peer's must be. */
    SERVER,
    /** Our frames are masked, the peer's must not be. */
    CLIENT
}
