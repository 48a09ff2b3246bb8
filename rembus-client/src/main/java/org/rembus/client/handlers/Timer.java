package org.rembus.client.handlers;

/** Runs something later, on the event loop. */
@FunctionalInterface
public interface Timer {
    void after(long delayNs, Runnable task);
}
