package org.rembus.cli;

/** A command cannot do what it was asked to. The message is a sentence for the user; the exit status is 1. */
final class FailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FailedException(String sentence) {
        super(sentence);
    }

    FailedException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
