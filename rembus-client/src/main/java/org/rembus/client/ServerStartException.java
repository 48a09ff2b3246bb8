package org.rembus.client;

/**
 * A server cannot start for something outside of the program: a port that is taken, a certificate that is not there, something impossible in
 * {@code settings.json} or in the environment. The message says what and why. What the program itself sets to what it cannot be is
 * its mistake, and an {@link IllegalArgumentException}.
 */
public final class ServerStartException extends RembusException {
    private static final long serialVersionUID = 1L;

    ServerStartException(Details details) {
        super(details);
    }
}
