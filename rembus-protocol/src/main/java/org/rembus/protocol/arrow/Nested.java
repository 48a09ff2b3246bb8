package org.rembus.protocol.arrow;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.rembus.protocol.ProtocolException;
import tools.jackson.core.JsonGenerator;

/** Columns whose values are made of others. */
final class Nested {
    private Nested() {}

    /** One offset more than there are rows, or none for no row. */
    static IntToLongFunction offsets(Integers type, Batch.Node node, Batch batch) throws ProtocolException {
        long count = node.length() == 0 ? 0 : node.length() + 1L;
        return type.in(batch.values(count, type.bits()));
    }

    static Layout structs(List<Member> members) {
        return batch -> {
            Batch.Node node = batch.node();
            Validity validity = batch.validity(node);
            Column[] columns = Member.read(members, batch);
            return new Column(node.length(), validity, (row, json) -> Member.write(members, columns, row, json));
        };
    }

    static Layout lists(boolean large, Layout elements) {
        Integers type = Integers.offsets(large);
        return batch -> {
            Batch.Node node = batch.node();
            Validity validity = batch.validity(node);
            IntToLongFunction offsets = offsets(type, node, batch);
            Column column = elements.read(batch);
            return new Column(
                    node.length(),
                    validity,
                    (row, json) -> list(column, offsets.applyAsLong(row), offsets.applyAsLong(row + 1), json));
        };
    }

    static Layout listViews(boolean large, Layout elements) {
        Integers type = Integers.offsets(large);
        return batch -> {
            Batch.Node node = batch.node();
            Validity validity = batch.validity(node);
            IntToLongFunction offsets = type.in(batch.values(node.length(), type.bits()));
            IntToLongFunction sizes = type.in(batch.values(node.length(), type.bits()));
            Column column = elements.read(batch);
            return new Column(node.length(), validity, (row, json) -> {
                long start = offsets.applyAsLong(row);
                list(column, start, Math.addExact(start, sizes.applyAsLong(row)), json);
            });
        };
    }

    static Layout listsOfLength(int length, Layout elements) {
        return batch -> {
            Batch.Node node = batch.node();
            Validity validity = batch.validity(node);
            Column column = elements.read(batch);
            return new Column(
                    node.length(),
                    validity,
                    (row, json) -> list(column, (long) row * length, (row + 1L) * length, json));
        };
    }

    private static void list(Column elements, long start, long end, JsonGenerator json) throws ProtocolException {
        expectRange(elements, start, end);
        json.writeStartArray();
        for (int i = (int) start; i < end; i++) {
            elements.write(i, json);
        }
        json.writeEndArray();
    }

    static void expectRange(Column elements, long start, long end) throws ProtocolException {
        if (start < 0 || end < start || end > elements.length()) {
            throw new ProtocolException("a DataFrame that points to a value which is not there");
        }
    }

    /**
     * Values of several types.
     *
     * @param children which member has the values of a type, by its number
     * @param dense whether each row says where its value is; else it is in the same row
     */
    static Layout unions(List<Member> members, int[] children, boolean dense) {
        return batch -> {
            Batch.Node node = batch.node();
            ByteBuffer types = batch.values(node.length(), Byte.SIZE);
            IntToLongFunction rows = dense ? Integers.INT.in(batch.values(node.length(), Integer.SIZE)) : row -> row;
            Column[] columns = Member.read(members, batch);
            return new Column(
                    node.length(),
                    Validity.NO_NULLS,
                    (row, json) -> columns[children[types.get(row)]].write((int) rows.applyAsLong(row), json));
        };
    }

    /**
     * Values that are the same in many rows.
     *
     * @param type of the ends of their runs
     */
    static Layout runs(Integers type, Layout values) {
        return batch -> {
            Batch.Node node = batch.node();
            Batch.Node ends = batch.node();
            batch.validity(ends);
            IntToLongFunction endOfRun = type.in(batch.values(ends.length(), type.bits()));
            Column column = values.read(batch);
            return new Column(
                    node.length(),
                    Validity.NO_NULLS,
                    (row, json) -> column.write(runOf(row, endOfRun, ends.length()), json));
        };
    }

    private static int runOf(int row, IntToLongFunction endOfRun, int runs) {
        int low = 0;
        int high = runs;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (endOfRun.applyAsLong(middle) > row) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Values that are in a dictionary. */
    static Layout indices(long dictionary, Integers type) {
        return batch -> {
            Batch.Node node = batch.node();
            Validity validity = batch.validity(node);
            IntToLongFunction indices = type.in(batch.values(node.length(), type.bits()));
            Dictionaries.Dictionary values = batch.dictionaries().get(dictionary);
            return new Column(node.length(), validity, (row, json) -> values.write(indices.applyAsLong(row), json));
        };
    }
}
