package org.rembus.client.connection;

/** A way to the broker, on which one link after the other is opened. Used on the event loop. */
public interface Way {

    /** Tries to open a link; {@link LinkEvents} are told how it ends. */
    void connect();

    /**
     * Gives up the attempt under way, and makes no other.
     *
     * @param then runs when nothing is left of it
     */
    void abandon(Runnable then);
}
