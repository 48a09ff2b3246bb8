package org.rembus.client.session;

import org.rembus.protocol.Message;

/** Takes what peers want from the application. Called on the session's thread; must not block. */
public interface Inbound {

    /**
     * A message to a subscription. One of QoS 1 or 2 must be reported to {@link Session#onHandled} later.
     *
     * @return false if it cannot be taken: it is not acknowledged, and new when it comes again
     */
    boolean onPublish(Message.Publish message);

    /**
     * A call.
     *
     * @param connection to be given back to {@link Session#answer}
     */
    void onRequest(Message.Rpc request, int connection);
}
