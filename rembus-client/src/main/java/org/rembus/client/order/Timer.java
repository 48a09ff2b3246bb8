package org.rembus.client.order;

/** Runs something later, on the event loop; not at all when there is nobody left to run it. */
@FunctionalInterface
public interface Timer {
    void after(long delayNs, Runnable task);
}
