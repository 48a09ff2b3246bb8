package org.rembus.client.connection;

import org.rembus.protocol.Message;

/** What happens on a link. Called on its event loop. */
public interface LinkEvents {

    /** The broker accepted the connection. */
    void onConnected(OpenLink link);

    /** There will be no link. */
    void onConnectFailed(Throwable cause);

    /** Bytes came. */
    void onHeard();

    /** A message came; its payload is valid for ever. */
    void onMessage(Message message);

    /**
     * The link ended; nothing is handed over after it.
     *
     * @param code the broker's close code, 1006 when it sent none
     */
    void onDisconnected(OpenLink link, int code, String reason);
}
