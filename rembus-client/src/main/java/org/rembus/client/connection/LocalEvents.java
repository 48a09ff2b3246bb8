package org.rembus.client.connection;

/** What happens on the way to a broker in the same process. Called on the event loop. */
public interface LocalEvents extends LinkEvents {

    /** The broker is closed and will not be there again. A link that there was has ended with this. */
    void onBrokerClosed();
}
