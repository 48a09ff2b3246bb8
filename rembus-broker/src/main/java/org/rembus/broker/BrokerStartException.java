package org.rembus.broker;

/** A broker could not start. The message is a sentence for the user. */
public final class BrokerStartException extends Exception {
    private static final long serialVersionUID = 1L;

    public BrokerStartException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
