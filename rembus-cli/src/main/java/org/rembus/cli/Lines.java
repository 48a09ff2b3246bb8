package org.rembus.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Limits;

/** The lines of a stream as bytes, each as soon as it is there, and none longer than a message may be. */
final class Lines {
    private static final int MAX_BYTES = Limits.DEFAULT_MAX_MESSAGE_BYTES;

    private final InputStream in;
    private long number;

    Lines(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /** The number of the last line, counted from 1. */
    long number() {
        return number;
    }

    /** The next line without its end; null when there is none. */
    byte @Nullable [] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int each = in.read();
        if (each < 0) {
            return null;
        }
        number++;
        while (each >= 0 && each != '\n') {
            if (line.size() == MAX_BYTES) {
                throw new IOException("line " + number + " is longer than " + MAX_BYTES + " bytes");
            }
            line.write(each);
            each = in.read();
        }
        return line.toByteArray();
    }
}
