package org.rembus.cli.print;

import java.io.IOException;
import java.io.OutputStream;

/** A text in UTF-8 that is written bit by bit. */
@FunctionalInterface
public interface Text {
    /** @param target not to be closed */
    void writeTo(OutputStream target) throws IOException;
}
