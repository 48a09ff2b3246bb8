package org.rembus.cli;

/** A program did not give a result. The message is the text that its caller gets. */
final class ProgramFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    ProgramFailedException(String text) {
        super(text);
    }
}
