package org.rembus.client.handlers;

import org.rembus.protocol.Message;

/** Where the outcomes of handlers go. May be called by any thread. */
public interface Outcomes {

    /** A QoS 1 or 2 message has been handled. */
    void handled(Message.Publish message);

    /**
     * A call has been answered.
     *
     * @param connection the one that the call came on
     * @throws IllegalArgumentException if the answer is longer than messages may be
     */
    void answer(Message.Response response, int connection);
}
