package org.rembus.client;

/** Where a handler runs. */
public enum Execution {
    /** On the component's executor, by default each time in a virtual thread. The handler may block. */
    EXECUTOR,
    /**
     * On the I/O thread itself, for the lowest latency. While the handler runs, this component and others of the process
     * neither send nor receive: it must not block, and blocking calls of a component throw there.
     */
    NON_BLOCKING
}
