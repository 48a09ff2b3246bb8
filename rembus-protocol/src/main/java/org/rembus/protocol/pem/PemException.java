package org.rembus.protocol.pem;

/** What is no certificate or no key. The message is a phrase for the user, to follow the name of the file. */
public final class PemException extends Exception {
    private static final long serialVersionUID = 1L;

    PemException(String phrase) {
        super(phrase);
    }

    PemException(String phrase, Throwable cause) {
        super(phrase, cause);
    }
}
