package org.rembus.protocol.framing;

/**
 * What a {@link WebSocketReader} found. Arrays are handed over in place: they are valid, and may be written to, during
 * the call only.
 */
public interface WebSocketEvents {

    /** A whole binary message. */
    void onBinary(byte[] array, int offset, int length);

    /** A whole text message, checked to be UTF-8. */
    void onText(byte[] array, int offset, int length);

    /** To be answered by a pong with the same payload, of at most 125 bytes. */
    void onPing(byte[] array, int offset, int length);

    void onPong(byte[] array, int offset, int length);

    /**
     * The peer closes. Nothing is handed over after it.
     *
     * @param code {@link CloseCode#NONE} when the peer gave none
     */
    void onClose(int code, String reason);

    /**
     * The peer broke the rules. Nothing is handed over after it.
     *
     * @param code the close code to send
     * @param reason the reason to send and to log; never contains payload
     */
    void onViolation(int code, String reason);
}
