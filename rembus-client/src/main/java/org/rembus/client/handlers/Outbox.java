package org.rembus.client.handlers;

import org.rembus.protocol.Message;

/** Where the outcomes of handlers go. May be called by any thread. */
public interface Outbox {

    /** A QoS 1 or 2 message has been handled. */
    void handled(Message.Publish message);

    /** @param connection the one that the call came on */
    void answer(Message.Response response, int connection);
}
