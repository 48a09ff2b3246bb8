package org.rembus.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The standard streams: results on standard output, everything else on standard error, both in UTF-8 and never held back.
 *
 * <p>May be used by any thread; lines do not mix.
 */
final class Console {
    private final InputStream in;
    private final Writer out;
    private final PrintWriter err;

    Console(InputStream in, Writer out, Writer err) {
        this.in = in;
        this.out = out;
        this.err = new PrintWriter(err, true);
    }

    /** Those of this process. A write that fails is noticed, unlike with {@code System.out}. */
    static Console ofProcess() {
        return new Console(
                new FileInputStream(FileDescriptor.in), writer(FileDescriptor.out), writer(FileDescriptor.err));
    }

    private static Writer writer(FileDescriptor stream) {
        return new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8);
    }

    /**
     * Prints a line of the result, at once.
     *
     * @throws OutputClosedException if nobody reads any more
     * @throws UncheckedIOException if it cannot be written for another reason
     */
    void line(String text) {
        synchronized (out) {
            try {
                out.write(text);
                out.write('\n');
                out.flush();
            } catch (IOException e) {
                String reason = String.valueOf(e.getMessage());
                if (reason.contains("Broken pipe")) {
                    throw new OutputClosedException(e);
                }
                throw new UncheckedIOException("cannot write to standard output: " + reason, e);
            }
        }
    }

    /** Says something that is no result. */
    void say(@Nullable String sentence) {
        synchronized (err) {
            err.println("rembus: " + sentence);
        }
    }

    /** Overwrites the last line of a terminal. */
    void redraw(String text) {
        synchronized (err) {
            err.print("\r" + text + "\u001b[K");
            err.flush();
        }
    }

    InputStream in() {
        return in;
    }

    /** For help. */
    PrintWriter out() {
        return new PrintWriter(out, true);
    }

    /** For what picocli says of wrong usage. */
    PrintWriter err() {
        return err;
    }
}
