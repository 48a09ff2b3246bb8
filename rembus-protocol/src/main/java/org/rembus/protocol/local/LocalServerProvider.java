package org.rembus.protocol.local;

import java.io.IOException;

/** Starts servers; found by {@link java.util.ServiceLoader}, so that the library need not know who does. */
public interface LocalServerProvider {

    /**
     * Starts one. It listens when this returns.
     *
     * @throws IllegalArgumentException if the setup sets something to what it cannot be
     * @throws IOException if it cannot start for whatever is outside of the setup: the file with settings, the environment, a port, a
     *     certificate; with a sentence that says why. Nothing is left running then
     */
    LocalServer start(ServerSetup setup) throws IOException;
}
