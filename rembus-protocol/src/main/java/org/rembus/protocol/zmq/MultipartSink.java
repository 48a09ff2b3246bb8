package org.rembus.protocol.zmq;

import org.rembus.protocol.Message;

/** Takes what a {@link MultipartDecoder} found. */
public interface MultipartSink {

    /** A message; its payload is a view of the multipart. */
    void onMessage(Message message);

    /** The peer says that it goes offline. */
    void onClose();

    /**
     * Frames that are no message have been passed over.
     *
     * @param reason fit for a log; never contains payload
     */
    void onMalformed(String reason);
}
