package org.rembus.protocol.arrow;

import static org.apache.arrow.flatbuf.Int.createInt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.rembus.protocol.arrow.Forged.field;
import static org.rembus.protocol.arrow.Forged.fields;
import static org.rembus.protocol.arrow.Forged.ints;

import com.google.flatbuffers.FlatBufferBuilder;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.arrow.flatbuf.DictionaryEncoding;
import org.apache.arrow.flatbuf.FixedSizeList;
import org.apache.arrow.flatbuf.Null;
import org.apache.arrow.flatbuf.RunEndEncoded;
import org.apache.arrow.flatbuf.Struct_;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Union;
import org.apache.arrow.flatbuf.UnionMode;
import org.apache.arrow.flatbuf.Utf8;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.rembus.protocol.ProtocolException;
import tools.jackson.core.json.JsonFactory;

/** A few bytes that stand for very much, or for nothing that there could be. */
final class HostileRowsTest {
    private static final int MOST = 100_000;
    private static final byte[] NO_BITS = {};
    private static final int[] INTERESTING = {0, 1, 2, 4, 8, 16, 24, 0x7F, 0x80, 0xF0, 0xFF};
    private static final int CHANGES = Boolean.getBoolean("rembus.full") ? 20_000 : 100;

    private static int nulls(FlatBufferBuilder builder) {
        Null.startNull(builder);
        return field(builder, Type.Null, Null.endNull(builder), 0);
    }

    private static int text(FlatBufferBuilder builder, int dictionary) {
        Utf8.startUtf8(builder);
        return field(builder, Type.Utf8, Utf8.endUtf8(builder), dictionary);
    }

    private static int integers(FlatBufferBuilder builder, int bits) {
        return field(builder, Type.Int, createInt(builder, bits, true), 0);
    }

    private static int runs(FlatBufferBuilder builder, int ends, int values) {
        RunEndEncoded.startRunEndEncoded(builder);
        return field(builder, Type.RunEndEncoded, RunEndEncoded.endRunEndEncoded(builder), 0, ends, values);
    }

    private static int inDictionary(FlatBufferBuilder builder) {
        int index = createInt(builder, Byte.SIZE, true);
        return text(builder, DictionaryEncoding.createDictionaryEncoding(builder, 7, index, false, (short) 0));
    }

    private static byte[] nullRows() {
        return new Forged()
                .schema(builder -> fields(builder, nulls(builder)))
                .batch(Integer.MAX_VALUE, new long[] {Integer.MAX_VALUE})
                .done();
    }

    private static byte[] rowsWithoutColumns() {
        Forged forged = new Forged().schema(Forged::fields);
        for (int i = 0; i < 100; i++) {
            forged.batch(Integer.MAX_VALUE, new long[0]);
        }
        return forged.done();
    }

    private static byte[] oneRun() {
        return new Forged()
                .schema(builder -> fields(builder, runs(builder, integers(builder, 32), integers(builder, 32))))
                .batch(
                        Integer.MAX_VALUE,
                        new long[] {Integer.MAX_VALUE, 1, 1},
                        NO_BITS,
                        ints(Integer.MAX_VALUE),
                        NO_BITS,
                        ints(7))
                .done();
    }

    private static byte[] longWordInManyRows() {
        int length = 10_000;
        return new Forged()
                .schema(builder -> fields(builder, inDictionary(builder)))
                .dictionary(7, false, 1, NO_BITS, ints(0, length), new byte[length])
                .batch(length, new long[] {length}, NO_BITS, new byte[length])
                .done();
    }

    /** Lists in lists, each of 256: as many values as 256 to the power of the depth. */
    private static byte[] listsOfLists() {
        long[] nodes = new long[5];
        byte[][] buffers = new byte[nodes.length - 1][0];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = Math.min(Integer.MAX_VALUE, 1L << 8 * i);
        }
        return new Forged()
                .schema(builder -> {
                    int type = nulls(builder);
                    for (int depth = 1; depth < nodes.length; depth++) {
                        int list = FixedSizeList.createFixedSizeList(builder, 256);
                        type = field(builder, Type.FixedSizeList, list, 0, type);
                    }
                    return fields(builder, type);
                })
                .batch(1, nodes, buffers)
                .done();
    }

    static Stream<Arguments> enormous() {
        return Stream.of(
                Arguments.of("rows of nothing", nullRows()),
                Arguments.of("rows without columns", rowsWithoutColumns()),
                Arguments.of("one run", oneRun()),
                Arguments.of("a long word in many rows", longWordInManyRows()),
                Arguments.of("lists of lists", listsOfLists()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("enormous")
    void write_rowsOfGigabytes_endsAtTheBound(String name, byte[] stream) throws ProtocolException {
        Rows rows = Rows.of(ByteBuffer.wrap(stream));

        assertThat(rows.likelyBytes()).isGreaterThan(64 * 1024);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> rows.write(OutputStream.nullOutputStream(), MOST, new JsonFactory()))
                .withMessage("a DataFrame whose rows are longer than 100000 bytes");
    }

    private static int struct(FlatBufferBuilder builder, int... members) {
        Struct_.startStruct_(builder);
        return field(builder, Type.Struct_, Struct_.endStruct_(builder), 0, members);
    }

    /** Four members that are the same one, thirty times: 4 to the power of 30 in a kilobyte. */
    private static byte[] sharedFields() {
        return new Forged()
                .schema(builder -> {
                    int type = nulls(builder);
                    for (int depth = 0; depth < 30; depth++) {
                        int union = Union.createUnion(builder, UnionMode.Sparse, 0);
                        type = field(builder, Type.Union, union, 0, type, type, type, type);
                    }
                    return fields(builder, type);
                })
                .done();
    }

    private static byte[] deep() {
        return new Forged()
                .schema(builder -> {
                    int type = nulls(builder);
                    for (int depth = 0; depth < 10_000; depth++) {
                        type = struct(builder, type);
                    }
                    return fields(builder, type);
                })
                .done();
    }

    private static Forged oneInteger() {
        return new Forged().schema(builder -> fields(builder, integers(builder, 32)));
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
                Arguments.of("fields that share fields", sharedFields()),
                Arguments.of("nested 10,000 deep", deep()),
                Arguments.of(
                        "metadata of 2 GiB",
                        new Forged().number(-1).number(Integer.MAX_VALUE).done()),
                Arguments.of(
                        "metadata of less than nothing",
                        new Forged().number(-1).number(-8).done()),
                Arguments.of(
                        "a batch first", new Forged().batch(1, new long[] {1}).done()),
                Arguments.of(
                        "more rows than values",
                        oneInteger().batch(2, new long[] {2}, NO_BITS, ints(1)).done()),
                Arguments.of(
                        "more rows than its column",
                        oneInteger().batch(2, new long[] {1}, NO_BITS, ints(1)).done()),
                Arguments.of(
                        "less than no rows",
                        oneInteger().batch(-1, new long[] {1}, NO_BITS, ints(1)).done()),
                Arguments.of(
                        "rows beyond 31 bits",
                        oneInteger()
                                .batch(1L << 40, new long[] {1L << 40}, NO_BITS, ints(1))
                                .done()),
                Arguments.of(
                        "rows whose bytes wrap around",
                        oneInteger()
                                .batch(1 << 30, new long[] {1 << 30}, NO_BITS, ints(1))
                                .done()),
                Arguments.of(
                        "no nodes",
                        oneInteger().batch(1, new long[0], NO_BITS, ints(1)).done()),
                Arguments.of("no buffers", oneInteger().batch(1, new long[] {1}).done()),
                Arguments.of(
                        "a dictionary that is not there",
                        new Forged()
                                .schema(builder -> fields(builder, inDictionary(builder)))
                                .batch(1, new long[] {1}, NO_BITS, new byte[1])
                                .done()),
                Arguments.of(
                        "an index beyond the dictionary",
                        new Forged()
                                .schema(builder -> fields(builder, inDictionary(builder)))
                                .dictionary(7, false, 1, NO_BITS, ints(0, 1), new byte[1])
                                .batch(1, new long[] {1}, NO_BITS, new byte[] {1})
                                .done()),
                Arguments.of(
                        "a dictionary that nobody knows",
                        oneInteger().dictionary(8, false, 1, NO_BITS, ints(1)).done()),
                Arguments.of(
                        "a text that ends before it begins",
                        new Forged()
                                .schema(builder -> fields(builder, text(builder, 0)))
                                .batch(1, new long[] {1}, NO_BITS, ints(1, 0), new byte[1])
                                .done()),
                Arguments.of(
                        "a text that is not UTF-8",
                        new Forged()
                                .schema(builder -> fields(builder, text(builder, 0)))
                                .batch(1, new long[] {1}, NO_BITS, ints(0, 1), new byte[] {-1})
                                .done()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("impossible")
    void write_whatThereCannotBe_isRefused(String name, byte[] stream) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> Rows.of(ByteBuffer.wrap(stream))
                        .write(OutputStream.nullOutputStream(), MOST, new JsonFactory()))
                .withMessageStartingWith("a DataFrame ")
                .withMessageNotContaining("longer");
    }

    @Test
    void write_dictionaryOfManyPieces_findsEach() throws ProtocolException {
        Forged forged = new Forged().schema(builder -> fields(builder, inDictionary(builder)));
        byte[] indices = new byte[100];
        for (int i = 0; i < indices.length; i++) {
            forged.dictionary(7, i > 0, 1, NO_BITS, ints(0, 2), new byte[] {'w', (byte) ('0' + i % 10)});
            indices[i] = (byte) i;
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();

        Rows.of(ByteBuffer.wrap(
                        forged.batch(100, new long[] {100}, NO_BITS, indices).done()))
                .write(text, MOST, new JsonFactory());

        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < indices.length; i++) {
            expected.append(i == 0 ? "[" : ",")
                    .append("{\"c\":\"w")
                    .append(i % 10)
                    .append("\"}");
        }
        assertThat(text).hasToString(expected.append(']').toString());
    }

    @ParameterizedTest
    @MethodSource("org.rembus.protocol.arrow.Frame#all")
    void write_bytesAreChanged_givesJsonOrIsRefused(Frame frame) {
        Random random = new Random(frame.name().hashCode());
        for (int i = 0; i < CHANGES; i++) {
            byte[] changed = frame.stream().clone();
            for (int k = random.nextInt(4); k >= 0; k--) {
                changed[random.nextInt(changed.length)] = (byte) INTERESTING[random.nextInt(INTERESTING.length)];
            }
            RowsFuzzTest.check(changed);
        }
    }
}
