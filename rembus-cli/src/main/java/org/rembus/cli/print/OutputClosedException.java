package org.rembus.cli.print;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Whoever read standard output has had enough ({@code rembus sub … | head -1}): a reason to end, quietly. */
public final class OutputClosedException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    OutputClosedException(IOException cause) {
        super(cause);
    }
}
