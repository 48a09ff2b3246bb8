package org.rembus.cli.print;

/** A command cannot do what it was asked to. The message is a sentence for the user; the exit status is 1. */
public final class FailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FailedException(String sentence) {
        super(sentence);
    }

    public FailedException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
