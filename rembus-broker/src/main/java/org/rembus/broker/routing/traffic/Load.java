package org.rembus.broker.routing.traffic;

/**
 * What a connection has carried, and has waiting.
 *
 * @param waitingBytes that it has accepted and its peer has not taken
 */
public record Load(long bytesIn, long bytesOut, long waitingBytes) {
    /** Of a connection that does not count. */
    public static final Load NONE = new Load(0, 0, 0);
}
