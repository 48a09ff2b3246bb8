package org.rembus.protocol.arrow;

import com.google.flatbuffers.Table;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.arrow.flatbuf.Date;
import org.apache.arrow.flatbuf.Decimal;
import org.apache.arrow.flatbuf.DictionaryEncoding;
import org.apache.arrow.flatbuf.Duration;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FixedSizeBinary;
import org.apache.arrow.flatbuf.FixedSizeList;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.Interval;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Time;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Union;
import org.apache.arrow.flatbuf.UnionMode;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.ProtocolException;
import tools.jackson.core.io.SerializedString;

/** Makes of a schema how its columns are read. */
final class SchemaReader {
    /** Of types in types; reading them is recursive, and so is writing their values. */
    static final int MAX_DEPTH = 32;

    /**
     * A field takes more bytes of metadata than this. Fields may share what they point to, so that a few bytes could
     * stand for any number of them.
     */
    private static final int LEAST_FIELD_BYTES = 16;

    private static final int MAX_FIELDS = 50_000;
    private static final int UNION_TYPES = Byte.MAX_VALUE + 1;
    private static final int NO_CHILD = -1;

    private final Map<Long, Layout> dictionaries = new HashMap<>();
    private final Messages first;
    private final short version;
    private int fieldsLeft;

    /** @param first the first message of a stream */
    SchemaReader(Messages first) {
        this.first = first;
        this.version = first.version();
        this.fieldsLeft = Math.min(MAX_FIELDS, first.metadataBytes() / LEAST_FIELD_BYTES);
    }

    /** The columns of the rows. */
    List<Member> read() throws ProtocolException {
        if (first.kind() != MessageHeader.Schema || version < MetadataVersion.V4) {
            throw new ProtocolException("a DataFrame that does not begin with a schema of today");
        }
        Schema schema = first.header(new Schema());
        if (schema.endianness() != Endianness.Little) {
            throw new ProtocolException("a DataFrame that is big-endian");
        }
        return members(schema.fieldsLength(), schema::fields, 0);
    }

    /** How the values of the dictionaries lie, by their ids; known when the schema has been read. */
    Map<Long, Layout> dictionaries() {
        return dictionaries;
    }

    /** Fields of one object: each has a name of its own. */
    private List<Member> members(int count, IntFunction<Field> fields, int depth) throws ProtocolException {
        List<Member> members = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < count; i++) {
            Field field = fields.apply(i);
            String name = name(field);
            if (!names.add(name)) {
                throw new ProtocolException("a DataFrame with two columns of one name");
            }
            members.add(new Member(new SerializedString(name), layout(field, depth)));
        }
        return members;
    }

    private static String name(Field field) throws ProtocolException {
        ByteBuffer name = field.nameAsByteBuffer();
        try {
            return name == null
                    ? ""
                    : StandardCharsets.UTF_8.newDecoder().decode(name).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new ProtocolException("a DataFrame with a column's name that is not UTF-8");
        }
    }

    private Layout layout(Field field, int depth) throws ProtocolException {
        fieldsLeft--;
        if (depth >= MAX_DEPTH || fieldsLeft < 0) {
            throw new ProtocolException("a DataFrame with types that are nested too deep, or too many");
        }
        Layout values = ofType(field, depth);
        DictionaryEncoding encoding = field.dictionary();
        if (encoding == null) {
            return values;
        }
        dictionaries.putIfAbsent(encoding.id(), values);
        return Nested.indices(encoding.id(), Integers.of(encoding.indexType()));
    }

    private Layout ofType(Field field, int depth) throws ProtocolException {
        return switch (field.typeType()) {
            case Type.Null -> Scalars.NULLS;
            case Type.Bool -> Scalars.BOOLEANS;
            case Type.Int -> Scalars.integers(Integers.of(type(field, new Int())));
            case Type.FloatingPoint ->
                Scalars.floats(type(field, new FloatingPoint()).precision());
            case Type.Decimal -> decimals(type(field, new Decimal()));
            case Type.Utf8 -> Strings.TEXT.inARow(false);
            case Type.LargeUtf8 -> Strings.TEXT.inARow(true);
            case Type.Utf8View -> Strings.TEXT.views();
            case Type.Binary -> Strings.BINARY.inARow(false);
            case Type.LargeBinary -> Strings.BINARY.inARow(true);
            case Type.BinaryView -> Strings.BINARY.views();
            case Type.FixedSizeBinary ->
                Strings.BINARY.ofLength(type(field, new FixedSizeBinary()).byteWidth());
            default -> ofTime(field, depth);
        };
    }

    private static Layout decimals(Decimal type) throws ProtocolException {
        return Scalars.decimals(type.bitWidth(), type.scale());
    }

    private Layout ofTime(Field field, int depth) throws ProtocolException {
        return switch (field.typeType()) {
            case Type.Date -> Times.dates(type(field, new Date()).unit());
            case Type.Time -> timesOfDay(type(field, new Time()));
            case Type.Timestamp -> timestamps(type(field, new Timestamp()));
            case Type.Duration -> Times.durations(type(field, new Duration()).unit());
            case Type.Interval -> Times.intervals(type(field, new Interval()).unit());
            default -> ofOthers(field, depth);
        };
    }

    private static Layout timesOfDay(Time type) throws ProtocolException {
        return Times.timesOfDay(type.unit(), type.bitWidth());
    }

    private static Layout timestamps(Timestamp type) throws ProtocolException {
        return Times.timestamps(type.unit(), type.timezone());
    }

    private Layout ofOthers(Field field, int depth) throws ProtocolException {
        return switch (field.typeType()) {
            case Type.Struct_ -> Nested.structs(members(field.childrenLength(), field::children, depth + 1));
            case Type.List -> Nested.lists(false, child(field, 0, 1, depth));
            case Type.LargeList -> Nested.lists(true, child(field, 0, 1, depth));
            case Type.ListView -> Nested.listViews(false, child(field, 0, 1, depth));
            case Type.LargeListView -> Nested.listViews(true, child(field, 0, 1, depth));
            case Type.FixedSizeList ->
                Nested.listsOfLength(type(field, new FixedSizeList()).listSize(), child(field, 0, 1, depth));
            case Type.Map -> map(field, depth);
            case Type.Union -> union(field, type(field, new Union()), depth);
            case Type.RunEndEncoded -> runs(field, depth);
            default -> throw new ProtocolException("a DataFrame with a type that is not known");
        };
    }

    private Layout child(Field field, int index, int count, int depth) throws ProtocolException {
        return layout(childField(field, index, count), depth + 1);
    }

    private static Field childField(Field field, int index, int count) throws ProtocolException {
        if (field.childrenLength() != count) {
            throw new ProtocolException("a DataFrame with a type that is not made as it should be");
        }
        return field.children(index);
    }

    /** A map is a list of entries, which are structs with a key and a value. */
    private Layout map(Field field, int depth) throws ProtocolException {
        Field entries = childField(field, 0, 1);
        Field key = childField(entries, 0, 2);
        if (key.childrenLength() > 0) {
            throw new ProtocolException("a DataFrame with a map whose keys are nested");
        }
        return Maps.of(child(entries, 0, 2, depth + 1), child(entries, 1, 2, depth + 1));
    }

    private Layout runs(Field field, int depth) throws ProtocolException {
        Field ends = childField(field, 0, 2);
        if (ends.typeType() != Type.Int) {
            throw new ProtocolException("a DataFrame with a type that is not made as it should be");
        }
        return Nested.runs(Integers.of(type(ends, new Int())), child(field, 1, 2, depth));
    }

    private Layout union(Field field, Union type, int depth) throws ProtocolException {
        if (version < MetadataVersion.V5) {
            throw new ProtocolException("a DataFrame with values of several types, of an older format");
        }
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < field.childrenLength(); i++) {
            members.add(new Member(new SerializedString(""), layout(field.children(i), depth + 1)));
        }
        int[] children = new int[UNION_TYPES];
        Arrays.fill(children, NO_CHILD);
        boolean named = type.typeIdsLength() > 0;
        for (int i = 0; i < members.size(); i++) {
            children[named ? type.typeIds(i) : i] = i;
        }
        return Nested.unions(members, children, type.mode() == UnionMode.Dense);
    }

    private static <T extends Table> T type(Field field, T into) throws ProtocolException {
        @Nullable Table type = field.type(into);
        if (type == null) {
            throw new ProtocolException("a DataFrame with a column of no type");
        }
        return into;
    }
}
