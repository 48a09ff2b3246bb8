package org.rembus.broker.journal.log.format;

import java.io.IOException;

/**
 * The log is not as it was written. Nothing was changed or deleted because of it.
 *
 * <p>The message is a sentence that names the file, the place in it, and what is wrong.
 */
public final class LogCorruptException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long offset;

    /**
     * @param offset where in the file
     * @param problem what is wrong there
     */
    public LogCorruptException(String file, long offset, String problem) {
        super(file + " is damaged at offset " + offset + ": " + problem);
        this.file = file;
        this.offset = offset;
    }

    /** @param problem what is wrong with the file as a whole, or that it is missing; a sentence without its subject */
    public LogCorruptException(String file, String problem) {
        super(file + " " + problem);
        this.file = file;
        this.offset = 0;
    }

    public String file() {
        return file;
    }

    public long offset() {
        return offset;
    }
}
