package org.rembus.cli.print;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Payload;
import org.rembus.protocol.json.PrintedJson;

/**
 * The standard streams: results on standard output, everything else on standard error, both in UTF-8 and never held back. Whatever text is
 * given to it, a terminal shows it and does not obey it.
 *
 * <p>May be used by any thread; lines do not mix.
 */
public final class Console {
    private final InputStream in;
    private final OutputStream out;
    private final PrintWriter err;

    public Console(InputStream in, OutputStream out, OutputStream err) {
        this.in = in;
        this.out = new BufferedOutputStream(out);
        this.err = writer(err);
    }

    /** Those of this process. A write that fails is noticed, unlike with {@code System.out}. */
    public static Console ofProcess() {
        return new Console(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err));
    }

    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /**
     * Prints a line of the result, at once.
     *
     * @throws OutputClosedException if nobody reads any more
     * @throws UncheckedIOException if it cannot be written for another reason
     */
    public void line(String text) {
        raw(Visible.line(text));
    }

    /** Prints what moves the cursor, and so has nothing in it that has not been looked at; see {@link #line}. */
    public void raw(String text) {
        line(target -> target.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Prints a value as JSON; see {@link #line(String)}. */
    public void json(Object value) {
        line(target -> PrintedJson.write(Payload.of(value), target));
    }

    /** Prints what has been made visible while it is written; see {@link #line(String)}. */
    public void line(Text text) {
        synchronized (out) {
            try {
                text.writeTo(out);
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
    public void say(@Nullable String sentence) {
        synchronized (err) {
            err.println("rembus: " + Visible.lines(String.valueOf(sentence)));
        }
    }

    /** Overwrites the last line of a terminal. */
    public void redraw(String text) {
        synchronized (err) {
            err.print("\r" + text + "\u001b[K");
            err.flush();
        }
    }

    public InputStream in() {
        return in;
    }

    /** For help. */
    public PrintWriter out() {
        return writer(out);
    }

    /** For what picocli says of wrong usage. */
    public PrintWriter err() {
        return err;
    }
}
