package org.rembus.protocol.arrow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.ProtocolException;
import tools.jackson.core.JsonGenerator;

/** The dictionaries of a stream, as they are at some place in it: a later one of the same id adds to it or takes its place. */
final class Dictionaries {
    private static final int MAX_BATCHES = 50_000;

    private final Map<Long, Layout> layouts;
    private final Map<Long, Dictionary> current = new HashMap<>();
    private int batches;

    /** Its columns come one after the other; rows go on counting. */
    static final class Dictionary {
        private final List<Column> parts = new ArrayList<>();
        private final List<Long> starts = new ArrayList<>();
        private long length;

        private void add(Column part) {
            parts.add(part);
            starts.add(length);
            length += part.length();
        }

        void write(long row, JsonGenerator json) throws ProtocolException {
            if (row < 0 || row >= length) {
                throw new ProtocolException("a DataFrame that points to a value which is not there");
            }
            int part = partOf(row);
            parts.get(part).write((int) (row - starts.get(part)), json);
        }

        private int partOf(long row) {
            int low = 0;
            int high = parts.size() - 1;
            while (low < high) {
                int middle = (low + high + 1) >>> 1;
                if (starts.get(middle) <= row) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            return low;
        }
    }

    /** @param layouts how the values of each lie, by its id */
    Dictionaries(Map<Long, Layout> layouts) {
        this.layouts = layouts;
    }

    Dictionary get(long id) throws ProtocolException {
        Dictionary dictionary = current.get(id);
        if (dictionary == null) {
            throw new ProtocolException("a DataFrame without one of its dictionaries");
        }
        return dictionary;
    }

    void add(long id, Batch batch, boolean more) throws ProtocolException {
        @Nullable Layout layout = layouts.get(id);
        if (layout == null || batches >= MAX_BATCHES) {
            throw new ProtocolException("a DataFrame with a dictionary that its schema does not know, or too many");
        }
        Column values = layout.read(batch);
        Dictionary dictionary = more ? current.get(id) : null;
        if (dictionary == null) {
            dictionary = new Dictionary();
            current.put(id, dictionary);
        }
        dictionary.add(values);
        batches++;
    }
}
