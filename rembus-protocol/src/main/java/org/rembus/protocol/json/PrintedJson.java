package org.rembus.protocol.json;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.rembus.protocol.Limits;
import org.rembus.protocol.Payload;
import tools.jackson.core.exc.JacksonIOException;

/**
 * A value as JSON for people, in UTF-8 and on one line: as {@link CborToJson} has it, but NaN and the infinities, outside of DataFrames, are
 * the texts {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}, and characters in texts that a terminal would obey, or would not
 * show, are escaped.
 *
 * <p>Writing takes little memory, however long the value. The target is flushed at most, never closed.
 */
public final class PrintedJson {
    /** A longer value is looked at twice, for its text is not held in memory. */
    private static final int SHORT_BYTES = 64 * 1024;

    private final Payload value;
    private final CborToJson.Part part;
    private final int mostBytes;

    private PrintedJson(Payload value, CborToJson.Part part, int mostBytes) {
        this.value = value;
        this.part = part;
        this.mostBytes = mostBytes;
    }

    /**
     * Writes a value.
     *
     * @throws IOException what the target throws
     */
    public static void write(Payload value, OutputStream target) throws IOException {
        write(value, mostBytes(value), target);
    }

    static void write(Payload value, int mostBytes, OutputStream target) throws IOException {
        new PrintedJson(value, CborToJson::value, mostBytes).writeTo(target);
    }

    /**
     * Writes the arguments that {@code data} stands for, see {@link Payload#arguments()}, as an array without the first ones. If their text
     * would be too long, all of {@code data} is written as CBOR.
     *
     * @throws IOException what the target throws
     */
    public static void writeArguments(Payload data, int skipped, OutputStream target) throws IOException {
        new PrintedJson(data, writer -> writer.arguments(skipped), mostBytes(data)).writeTo(target);
    }

    private static int mostBytes(Payload value) {
        return Math.max(value.length(), Limits.DEFAULT_MAX_MESSAGE_BYTES);
    }

    private void writeTo(OutputStream target) throws IOException {
        if (value.length() <= SHORT_BYTES) {
            target.write(CborToJson.write(value, part, mostBytes, Audience.PEOPLE));
            return;
        }
        try {
            if (isTooLong()) {
                CborToJson.writeAsItIs(value, target);
            } else {
                writeBitByBit(target);
            }
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private boolean isTooLong() {
        try {
            writeBitByBit(new CountedText(mostBytes));
            return false;
        } catch (TooLongException tooLong) {
            return true;
        }
    }

    private void writeBitByBit(OutputStream text) {
        CborToJson.write(
                value, part, text, Audience.PEOPLE, stream -> DataFrames.stream(stream, text, Audience.PEOPLE));
    }
}
