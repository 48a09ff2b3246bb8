package org.rembus.protocol.arrow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.RecordBatch;
import org.rembus.protocol.ProtocolException;

/** What one batch has for its columns, in the order in which their layouts ask for it. */
final class Batch {
    private final RecordBatch metadata;
    private final ByteBuffer body;
    private final Dictionaries dictionaries;
    private int nodes;
    private int buffers;
    private int variadics;

    /** @param nulls how many of its rows are null, as is said; negative when it is not */
    record Node(int length, long nulls) {}

    Batch(RecordBatch metadata, ByteBuffer body, Dictionaries dictionaries) throws ProtocolException {
        if (metadata.compression() != null) {
            throw new ProtocolException("a DataFrame that is compressed");
        }
        this.metadata = metadata;
        this.body = body;
        this.dictionaries = dictionaries;
    }

    int rows() throws ProtocolException {
        return count(metadata.length());
    }

    Dictionaries dictionaries() {
        return dictionaries;
    }

    Node node() throws ProtocolException {
        expectMore(nodes, metadata.nodesLength());
        FieldNode node = metadata.nodes(nodes++);
        return new Node(count(node.length()), node.nullCount());
    }

    Validity validity(Node node) throws ProtocolException {
        ByteBuffer bits = buffer();
        return node.nulls() == 0 || bits.capacity() == 0 ? Validity.NO_NULLS : Validity.of(bits);
    }

    ByteBuffer buffer() throws ProtocolException {
        expectMore(buffers, metadata.buffersLength());
        Buffer buffer = metadata.buffers(buffers++);
        long offset = buffer.offset();
        long length = buffer.length();
        if (offset < 0 || length < 0 || length > body.capacity() || offset > body.capacity() - length) {
            throw new ProtocolException("a DataFrame whose values are not all there");
        }
        return body.slice((int) offset, (int) length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A buffer with at least so many values of so many bits each. */
    ByteBuffer values(long count, int bits) throws ProtocolException {
        ByteBuffer values = buffer();
        if (count > (long) values.capacity() * Byte.SIZE / bits) {
            throw new ProtocolException("a DataFrame whose values are not all there");
        }
        return values;
    }

    /** Buffers of which the batch says how many there are. */
    ByteBuffer[] variadic() throws ProtocolException {
        expectMore(variadics, metadata.variadicBufferCountsLength());
        int count = count(metadata.variadicBufferCounts(variadics++));
        if (count > metadata.buffersLength() - buffers) {
            throw new ProtocolException("a DataFrame whose values are not all there");
        }
        ByteBuffer[] all = new ByteBuffer[count];
        for (int i = 0; i < count; i++) {
            all[i] = buffer();
        }
        return all;
    }

    private static void expectMore(int taken, int count) throws ProtocolException {
        if (taken >= count) {
            throw new ProtocolException("a DataFrame whose values do not fit its schema");
        }
    }

    private static int count(long said) throws ProtocolException {
        if (said < 0 || said > Integer.MAX_VALUE) {
            throw new ProtocolException("a DataFrame with impossible lengths");
        }
        return (int) said;
    }
}
