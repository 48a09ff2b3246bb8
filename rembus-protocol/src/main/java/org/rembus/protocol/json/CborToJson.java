package org.rembus.protocol.json;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Limits;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.cbor.CborReader;
import org.rembus.protocol.cbor.ItemKind;
import org.rembus.protocol.cbor.SimpleValue;
import org.rembus.protocol.cbor.Tagged;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * One CBOR value as JSON, on one line. What JSON lacks: binary, a typed array too, is base64 text; NaN and the infinities are null, as
 * peers write them; undefined is null; a key that is no text is the text of its JSON; a time or a map of other peers is the text,
 * number or map in its tag, a big integer a number up to {@value Json#MAX_DIGITS} digits; a DataFrame, as the value or among the first
 * {@value DataFrames#MOST_ARGUMENTS} elements of the array that is the value, is an array of its rows; any other tagged value is
 * {@code {"tag":27,"value":…}}, and a simple value without a name {@code {"simple":99}}.
 *
 * <p>A few bytes of CBOR may stand for a long text. One that would be longer than both the CBOR and
 * {@link Limits#DEFAULT_MAX_MESSAGE_BYTES} is {@code {"cbor":<base64 of it>}}.
 */
public final class CborToJson {
    private static final int TAG_TIME_TEXT = 0;
    private static final int TAG_TIME_NUMBER = 1;
    private static final int TAG_POSITIVE_BIG = 2;
    private static final int TAG_NEGATIVE_BIG = 3;
    private static final int TAG_MAP = 259;

    /** Bytes of the largest number with no more than {@link Json#MAX_DIGITS} digits. */
    private static final int MAX_BIG_BYTES = Json.MAX_DIGITS * 415 / 1000;

    private static final byte[] BEFORE_CBOR = "{\"cbor\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BEHIND_CBOR = "\"}".getBytes(StandardCharsets.US_ASCII);

    private final CborReader cbor;
    private final TextBytes text;
    private final JsonGenerator json;

    private CborToJson(CborReader cbor, TextBytes text) {
        this.cbor = cbor;
        this.text = text;
        this.json = Json.FACTORY.createGenerator(ObjectWriteContext.empty(), text);
    }

    /** About how many bytes the text of a value has; quick, however long it takes to write it. */
    public static int likelyBytes(Payload value) {
        return (int) Math.min(Integer.MAX_VALUE, value.length() + DataFrames.likelyBytes(value));
    }

    /** The text of a value, in UTF-8. */
    public static byte[] write(Payload value) {
        return write(value, Math.max(value.length(), Limits.DEFAULT_MAX_MESSAGE_BYTES));
    }

    static byte[] write(Payload value, int maxBytes) {
        try {
            CborToJson writer = new CborToJson(value.reader(), new TextBytes(likelyCapacity(value), maxBytes));
            writer.arguments();
            return writer.done();
        } catch (TextBytes.TooLongException tooLong) {
            return asItIs(value);
        } catch (ProtocolException impossible) {
            throw new IllegalStateException("a payload changed after it was read", impossible);
        }
    }

    /** Of most values, so that nothing has to grow. */
    private static int likelyCapacity(Payload value) {
        return value.length() + value.length() / 16 + Long.BYTES;
    }

    private static byte[] asItIs(Payload value) {
        byte[] base64 = Base64.getEncoder().encode(value.toByteArray());
        byte[] text = Arrays.copyOf(BEFORE_CBOR, BEFORE_CBOR.length + base64.length + BEHIND_CBOR.length);
        System.arraycopy(base64, 0, text, BEFORE_CBOR.length, base64.length);
        System.arraycopy(BEHIND_CBOR, 0, text, BEFORE_CBOR.length + base64.length, BEHIND_CBOR.length);
        return text;
    }

    private byte[] done() {
        json.close();
        return text.toByteArray();
    }

    /** A value of which DataFrames may be a part. */
    private void arguments() throws ProtocolException {
        if (cbor.kind() != ItemKind.ARRAY) {
            argument();
            return;
        }
        int elements = cbor.beginArray();
        json.writeStartArray();
        for (int i = 0; cbor.hasMore(i, elements); i++) {
            if (i < DataFrames.MOST_ARGUMENTS) {
                argument();
            } else {
                item();
            }
        }
        json.writeEndArray();
    }

    private void argument() throws ProtocolException {
        if (cbor.kind() != ItemKind.TAG) {
            item();
            return;
        }
        long tag = cbor.readTag();
        if (DataFrames.isNext(tag, cbor)) {
            // Past the generator, which only hears that here is a value.
            json.writeRawValue("");
            json.flush();
            DataFrames.write(cbor.viewByteString(), text);
        } else {
            tagged(tag);
        }
    }

    private void item() throws ProtocolException {
        switch (cbor.kind()) {
            case TEXT -> json.writeString(cbor.readText());
            case BYTE_STRING -> json.writeBinary(cbor.readByteString());
            case ARRAY -> array();
            case MAP -> map();
            case TAG -> tagged(cbor.readTag());
            case INTEGER, SIMPLE -> scalar(cbor.readValidValue());
        }
    }

    private void array() throws ProtocolException {
        int elements = cbor.beginArray();
        json.writeStartArray();
        for (int i = 0; cbor.hasMore(i, elements); i++) {
            item();
        }
        json.writeEndArray();
    }

    private void map() throws ProtocolException {
        int entries = cbor.beginMap();
        json.writeStartObject();
        for (int i = 0; cbor.hasMore(i, entries); i++) {
            json.writeName(key());
            item();
        }
        json.writeEndObject();
    }

    private String key() throws ProtocolException {
        if (cbor.kind() == ItemKind.TEXT) {
            return cbor.readText();
        }
        CborToJson writer = new CborToJson(cbor, new TextBytes(Long.BYTES, Limits.DEFAULT_MAX_MESSAGE_BYTES));
        writer.item();
        return new String(writer.done(), StandardCharsets.UTF_8);
    }

    private void scalar(@Nullable Object value) {
        switch (value) {
            case Long number -> json.writeNumber(number);
            case BigInteger number -> json.writeNumber(number);
            case Boolean truth -> json.writeBoolean(truth);
            case Double number -> number(number);
            case SimpleValue simple -> {
                json.writeStartObject();
                json.writeName("simple");
                json.writeNumber(simple.number());
                json.writeEndObject();
            }
            case null -> json.writeNull();
            default -> json.writeNull(); // undefined
        }
    }

    private void number(double number) {
        if (Double.isFinite(number)) {
            json.writeNumber(number);
        } else {
            json.writeNull();
        }
    }

    private void tagged(long tag) throws ProtocolException {
        ItemKind content = cbor.kind();
        if (isBig(tag, content)) {
            big(tag, cbor.readByteString());
        } else if (saysAll(tag, content)) {
            item();
        } else {
            json.writeStartObject();
            json.writeName("tag");
            scalar(tag >= 0 ? (Object) tag : new BigInteger(Long.toUnsignedString(tag)));
            json.writeName("value");
            item();
            json.writeEndObject();
        }
    }

    private static boolean isBig(long tag, ItemKind content) {
        return (tag == TAG_POSITIVE_BIG || tag == TAG_NEGATIVE_BIG) && content == ItemKind.BYTE_STRING;
    }

    /** Whether the value in the tag is as good without it. */
    private static boolean saysAll(long tag, ItemKind content) {
        return tag == TAG_TIME_TEXT && content == ItemKind.TEXT
                || tag == TAG_TIME_NUMBER && (content == ItemKind.INTEGER || content == ItemKind.SIMPLE)
                || tag == Tagged.TYPED_ARRAY && content == ItemKind.BYTE_STRING
                || tag == TAG_MAP && content == ItemKind.MAP;
    }

    private void big(long tag, byte[] magnitude) {
        if (magnitude.length > MAX_BIG_BYTES) {
            json.writeStartObject();
            json.writeName("tag");
            json.writeNumber(tag);
            json.writeName("value");
            json.writeBinary(magnitude);
            json.writeEndObject();
        } else {
            BigInteger positive = new BigInteger(1, magnitude);
            json.writeNumber(tag == TAG_POSITIVE_BIG ? positive : positive.not());
        }
    }
}
