package org.rembus.protocol.framing;

/**
 * What a {@link TcpReader} found. Arrays are handed over in place: they are valid, and may be written to, during the call
 * only.
 */
public interface TcpEvents {

    /** A whole message. */
    void onMessage(byte[] array, int offset, int length);

    /**
     * The peer broke the rules. Nothing is handed over after it.
     *
     * @param code what it did, as a close code of WebSocket: this protocol has none of its own
     * @param reason the reason to log; never contains payload
     */
    void onViolation(int code, String reason);
}
