package org.rembus.broker.journal.disk;

import java.io.IOException;
import java.nio.file.Path;

/** Somebody else, most likely another broker, works in that directory. */
public final class DirectoryInUseException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param directory named in the message */
    public DirectoryInUseException(Path directory) {
        super("data directory " + directory + " is in use by another broker");
    }
}
