package org.rembus.client;

/** The service does not take these arguments (status 41); the message is its text. */
public final class WrongArgumentsException extends RembusException {
    private static final long serialVersionUID = 1L;

    WrongArgumentsException(Details details) {
        super(details);
    }
}
