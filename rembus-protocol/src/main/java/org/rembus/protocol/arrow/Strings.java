package org.rembus.protocol.arrow;

import java.nio.ByteBuffer;
import java.util.function.IntToLongFunction;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.Utf8;
import tools.jackson.core.JsonGenerator;

/** Columns of texts, and of binary, which becomes base64. */
enum Strings {
    TEXT {
        @Override
        void write(byte[] array, int start, int length, JsonGenerator json) throws ProtocolException {
            if (!Utf8.isValid(array, start, start + length)) {
                throw new ProtocolException("a DataFrame with a text that is not UTF-8");
            }
            json.writeUTF8String(array, start, length);
        }
    },
    BINARY {
        @Override
        void write(byte[] array, int start, int length, JsonGenerator json) {
            json.writeBinary(array, start, length);
        }
    };

    private static final int VIEW_BYTES = 16;
    private static final int MAX_INLINE_BYTES = 12;

    abstract void write(byte[] array, int start, int length, JsonGenerator json) throws ProtocolException;

    private void write(ByteBuffer bytes, long start, long length, JsonGenerator json) throws ProtocolException {
        if (start < 0 || length < 0 || start > bytes.capacity() - length) {
            throw new ProtocolException("a DataFrame that points to a value which is not there");
        }
        write(bytes.array(), bytes.arrayOffset() + (int) start, (int) length, json);
    }

    /** One after the other, with an offset for each. */
    Layout inARow(boolean large) {
        Integers type = Integers.offsets(large);
        return batch -> {
            Batch.Node node = batch.node();
            Validity validity = batch.validity(node);
            IntToLongFunction offsets = Nested.offsets(type, node, batch);
            ByteBuffer bytes = batch.buffer();
            return new Column(node.length(), validity, (row, json) -> {
                long start = offsets.applyAsLong(row);
                write(bytes, start, offsets.applyAsLong(row + 1) - start, json);
            });
        };
    }

    /** In any order, in any number of buffers; short ones in the place of where they are. */
    Layout views() {
        return batch -> {
            Batch.Node node = batch.node();
            Validity validity = batch.validity(node);
            ByteBuffer views = batch.values(node.length(), VIEW_BYTES * Byte.SIZE);
            ByteBuffer[] buffers = batch.variadic();
            return new Column(node.length(), validity, (row, json) -> view(views, row * VIEW_BYTES, buffers, json));
        };
    }

    private void view(ByteBuffer views, int at, ByteBuffer[] buffers, JsonGenerator json) throws ProtocolException {
        int length = views.getInt(at);
        if (length <= MAX_INLINE_BYTES) {
            write(views, at + Integer.BYTES, length, json);
        } else {
            write(buffers[views.getInt(at + 2 * Integer.BYTES)], views.getInt(at + 3 * Integer.BYTES), length, json);
        }
    }

    /** All of one length. */
    Layout ofLength(int bytes) throws ProtocolException {
        if (bytes < 0) {
            throw new ProtocolException("a DataFrame with impossible lengths");
        }
        return batch -> {
            Batch.Node node = batch.node();
            Validity validity = batch.validity(node);
            ByteBuffer values = batch.buffer();
            return new Column(node.length(), validity, (row, json) -> write(values, (long) row * bytes, bytes, json));
        };
    }
}
