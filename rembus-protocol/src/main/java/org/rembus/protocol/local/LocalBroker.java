package org.rembus.protocol.local;

import java.net.ConnectException;
import java.util.concurrent.Executor;
import org.rembus.protocol.Extensions;

/** A broker in this process, to which components can connect without a socket. */
public interface LocalBroker {

    /** The broker's own rid. */
    String name();

    /** Whether it was closed, or is being closed: it takes no connections any more. May be called by any thread. */
    boolean isClosed();

    /**
     * Makes a connection. May be called by any thread, and does not block.
     *
     * @param executor where the component receives: one task at a time, in order
     * @param offered what the component understands beyond the protocol (PROTOCOL.md section 15)
     * @return the component's end; it does nothing before it is {@linkplain LocalEnd#begin begun}
     * @throws ConnectException if the broker is closed
     */
    LocalEnd connect(Executor executor, Extensions offered) throws ConnectException;
}
