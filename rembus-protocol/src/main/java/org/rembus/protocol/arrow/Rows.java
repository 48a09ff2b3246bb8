package org.rembus.protocol.arrow;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.rembus.protocol.ProtocolException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The rows of a DataFrame. As JSON they are an array of objects, with the columns in their order: integers and decimals are numbers with
 * all their digits; floats are numbers, or null when they are not finite; dates, times and spans of time are texts as ISO 8601 has them;
 * binary is base64; lists are arrays, structs and maps objects; what is in a dictionary, a run or a union is written where it belongs.
 */
public final class Rows {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int SAMPLES = 16;
    private static final int MAX_SAMPLED_BYTES = 64 * 1024;

    private final List<Member> members;
    private final Map<Long, Layout> dictionaries;
    private final Messages batches;
    private final long count;

    private Rows(SchemaReader schema, Messages batches) throws ProtocolException {
        this.members = schema.read();
        this.dictionaries = schema.dictionaries();
        this.batches = batches;
        this.count = count();
    }

    /** Something with bytes that need not make sense. */
    @FunctionalInterface
    private interface Attempt<T> {
        T run() throws ProtocolException;
    }

    /**
     * Reads what a stream is about; its values are read when they are written.
     *
     * @param stream what an array has from the position to the limit; not to be changed while the rows are in use
     */
    public static Rows of(ByteBuffer stream) throws ProtocolException {
        return attempt(() -> {
            Messages messages = new Messages(stream);
            if (!messages.next()) {
                throw new ProtocolException("a DataFrame without a schema");
            }
            return new Rows(new SchemaReader(messages), messages);
        });
    }

    private Batches batches() {
        return new Batches(batches.rest(), dictionaries);
    }

    private long count() throws ProtocolException {
        long rows = 0;
        Batches all = batches();
        for (Batch batch = all.next(); batch != null; batch = all.next()) {
            rows += batch.rows();
        }
        return rows;
    }

    /**
     * Writes them as JSON in UTF-8.
     *
     * @param most how many bytes at most
     * @param factory writes texts as they are wanted
     * @throws ProtocolException if they cannot be read, or are longer, or the target takes no more; a part has been written then
     */
    public void write(OutputStream target, long most, JsonFactory factory) throws ProtocolException {
        try (JsonGenerator json =
                factory.createGenerator(ObjectWriteContext.empty(), new BoundedOutput(target, most))) {
            attempt(() -> {
                write(json);
                return json;
            });
        } catch (JacksonException tooLong) {
            throw new ProtocolException("a DataFrame whose rows are longer than " + most + " bytes");
        }
    }

    private void write(JsonGenerator json) throws ProtocolException {
        json.writeStartArray();
        Batches all = batches();
        for (Batch batch = all.next(); batch != null; batch = all.next()) {
            int rows = batch.rows();
            Column[] columns = Member.read(members, batch);
            for (int row = 0; row < rows; row++) {
                Member.write(members, columns, row, json);
            }
        }
        json.writeEndArray();
    }

    /**
     * About how many bytes {@link #write} will write, judged by a few rows.
     *
     * @throws ProtocolException if one of these cannot be read
     */
    public long likelyBytes() throws ProtocolException {
        long bytes;
        BoundedOutput sampled = new BoundedOutput(OutputStream.nullOutputStream(), MAX_SAMPLED_BYTES);
        AtomicInteger taken = new AtomicInteger();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), sampled)) {
            attempt(() -> {
                sample(json, taken);
                json.flush();
                return json;
            });
            bytes = sampled.bytes();
        } catch (JacksonException enough) {
            bytes = MAX_SAMPLED_BYTES + 1;
        }
        return (long) ((double) bytes / Math.max(1, taken.get()) * Math.max(1, count));
    }

    /** @param taken how many have been begun */
    private void sample(JsonGenerator json, AtomicInteger taken) throws ProtocolException {
        json.writeStartArray();
        long step = Math.max(1, count / SAMPLES);
        long first = 0;
        Batches all = batches();
        for (Batch batch = all.next(); batch != null; batch = all.next()) {
            long end = first + batch.rows();
            if (step * taken.get() < end) {
                Column[] columns = Member.read(members, batch);
                for (long row = step * taken.get(); row < end; row = step * taken.get()) {
                    taken.incrementAndGet();
                    Member.write(members, columns, (int) (row - first), json);
                }
            }
            first = end;
        }
    }

    private static <T> T attempt(Attempt<T> attempt) throws ProtocolException {
        try {
            return attempt.run();
        } catch (IndexOutOfBoundsException | IllegalArgumentException outside) {
            throw new ProtocolException("a DataFrame that points to what is not there");
        } catch (DateTimeException | ArithmeticException outOfRange) {
            throw new ProtocolException("a DataFrame with a time that there is not");
        }
    }
}
