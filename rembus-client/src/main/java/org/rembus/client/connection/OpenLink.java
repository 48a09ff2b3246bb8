package org.rembus.client.connection;

import org.rembus.client.session.Link;

/** A link that knows when nothing is left of it. */
public interface OpenLink extends Link {

    /** Runs this when it is closed, on the event loop. */
    void whenClosed(Runnable task);
}
