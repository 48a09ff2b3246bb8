package org.rembus.protocol.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.ToIntFunction;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;

/** Streams that no library would make. */
final class Forged {
    private static final int NOTHING = 0;

    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

    /** @param fields makes them, and gives the vector of them */
    Forged schema(ToIntFunction<FlatBufferBuilder> fields) {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        int schema = Schema.createSchema(builder, (short) 0, fields.applyAsInt(builder), NOTHING, NOTHING);
        return message(builder, MessageHeader.Schema, schema, new byte[0]);
    }

    /** A field called c. */
    static int field(FlatBufferBuilder builder, byte kind, int type, int dictionary, int... children) {
        int name = builder.createString("c");
        int inIt = Field.createChildrenVector(builder, children);
        return Field.createField(builder, name, true, kind, type, dictionary, inIt, NOTHING);
    }

    static int fields(FlatBufferBuilder builder, int... fields) {
        return Schema.createFieldsVector(builder, fields);
    }

    Forged batch(long rows, long[] nodes, byte[]... buffers) {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        int batch = batch(builder, rows, nodes, buffers);
        return message(builder, MessageHeader.RecordBatch, batch, together(buffers));
    }

    Forged dictionary(long id, boolean delta, long rows, byte[]... buffers) {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        int batch = batch(builder, rows, new long[] {rows}, buffers);
        int dictionary = DictionaryBatch.createDictionaryBatch(builder, id, batch, delta);
        return message(builder, MessageHeader.DictionaryBatch, dictionary, together(buffers));
    }

    private static int batch(FlatBufferBuilder builder, long rows, long[] nodes, byte[]... buffers) {
        RecordBatch.startNodesVector(builder, nodes.length);
        for (int i = nodes.length - 1; i >= 0; i--) {
            FieldNode.createFieldNode(builder, nodes[i], 0);
        }
        int nodeVector = builder.endVector();
        RecordBatch.startBuffersVector(builder, buffers.length);
        int end = together(buffers).length;
        for (int i = buffers.length - 1; i >= 0; i--) {
            end -= buffers[i].length;
            Buffer.createBuffer(builder, end, buffers[i].length);
        }
        return RecordBatch.createRecordBatch(builder, rows, nodeVector, builder.endVector(), NOTHING, NOTHING);
    }

    private static byte[] together(byte[]... buffers) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] buffer : buffers) {
            all.writeBytes(buffer);
        }
        return all.toByteArray();
    }

    private Forged message(FlatBufferBuilder builder, byte kind, int header, byte[] body) {
        builder.finish(Message.createMessage(builder, MetadataVersion.V5, kind, header, body.length, NOTHING));
        byte[] metadata = builder.sizedByteArray();
        number(-1);
        number(metadata.length);
        stream.writeBytes(metadata);
        stream.writeBytes(body);
        return this;
    }

    Forged number(int number) {
        stream.writeBytes(ints(number));
        return this;
    }

    static byte[] ints(int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(numbers);
        return bytes.array();
    }

    byte[] done() {
        return stream.toByteArray();
    }
}
