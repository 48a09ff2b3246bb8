package org.rembus.client;

/** A server cannot listen where it should: the port is taken, or there is no certificate, for example. The message says which and why. */
public final class ServerStartException extends RembusException {
    private static final long serialVersionUID = 1L;

    ServerStartException(Details details) {
        super(details);
    }
}
