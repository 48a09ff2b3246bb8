package org.rembus.protocol.framing;

/**
 * Cuts the received bytes of one connection into messages, in the buffers that they were received into.
 *
 * <p>A message that lies whole in one buffer is handed over there. Everything else is put together in an array of the
 * reader's own, so the caller's buffer is free again after each call, unless the reader was told to pause.
 *
 * <p>Used by one thread. Callbacks may call {@link #pause} and {@link #stop}, not {@link #read}.
 */
public interface FrameReader {

    /**
     * Reads received bytes. They may be cut anywhere.
     *
     * @param array may be changed
     * @return how many of the bytes were used: all of them, unless {@link #pause} was called meanwhile; the others must
     *     come first in the next call
     */
    int read(byte[] array, int offset, int length);

    /** Makes the call of {@link #read} that is under way return after the event that it is handing over. */
    void pause();

    /** Hands nothing over any more and frees the memory held; bytes that still come are ignored. */
    void stop();

    /** Whether a message has begun and has not come whole. */
    boolean isAmidMessage();

    /** How many messages have begun that did not come whole: the number of the one that is unfinished, if one is. */
    long messagesBegun();

    /** How many bytes have come of the message that is unfinished; 0 when none is. */
    int unfinishedBytes();
}
