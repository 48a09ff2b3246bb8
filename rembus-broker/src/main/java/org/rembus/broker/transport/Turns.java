package org.rembus.broker.transport;

/**
 * Hears when a turn of the loop begins, before anything of it is handed over, and when it ends, before what it gave is
 * written out. Called on the loop.
 */
public interface Turns {
    void begin();

    void end();
}
