package org.rembus.protocol.zmq;

/**
 * What a {@link MultipartReader} found. Arrays are handed over in place: they are valid, and may be written to, during the
 * call only.
 */
public interface MultipartEvents {

    /** A whole multipart: its frames, each with its header, and perhaps commands between them. */
    void onMultipart(byte[] array, int offset, int length);

    /** The peer wants this sent now, or between two multiparts. */
    void onAnswerWanted(byte[] frame);

    /**
     * The peer broke the rules. Nothing is handed over after it.
     *
     * @param code what it did, as a close code of WebSocket: this protocol has none of its own
     * @param reason the reason to log; never contains payload
     */
    void onViolation(int code, String reason);
}
