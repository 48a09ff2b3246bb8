package org.rembus.protocol.local;

import java.io.IOException;

/** Starts servers; found by {@link java.util.ServiceLoader}, so that the library need not know who does. */
public interface LocalServerProvider {

    /**
     * Starts one. It listens when this returns.
     *
     * @throws IllegalArgumentException if something is set to what it cannot be
     * @throws IOException if it cannot listen where it should, with a sentence that says why; nothing is left running then
     */
    LocalServer start(ServerSetup setup) throws IOException;
}
