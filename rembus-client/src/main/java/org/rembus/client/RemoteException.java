package org.rembus.client;

/** The service was called and failed (status 40); the message is its text. */
public final class RemoteException extends RembusException {
    private static final long serialVersionUID = 1L;

    RemoteException(Details details) {
        super(details);
    }
}
