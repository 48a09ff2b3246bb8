package org.rembus.protocol.json;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
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
 * {@link Limits#DEFAULT_MAX_MESSAGE_BYTES} is {@code {"cbor":<base64 of it>}}, and of an array an array of that: behind its first
 * element if that is a short text, as the topic is for who subscribes to a pattern.
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
    private static final byte[] BEHIND_CBOR_IN_ARRAY = "\"}]".getBytes(StandardCharsets.US_ASCII);

    /** What of a value is written. */
    @FunctionalInterface
    interface Part {
        void write(CborToJson writer) throws ProtocolException;
    }

    private final CborReader cbor;
    private final Audience audience;
    private final Consumer<ByteBuffer> dataFrames;
    private final JsonGenerator json;

    /** @param dataFrames writes the stream of one to the text */
    private CborToJson(CborReader cbor, OutputStream text, Audience audience, Consumer<ByteBuffer> dataFrames) {
        this.cbor = cbor;
        this.audience = audience;
        this.dataFrames = dataFrames;
        this.json = audience.factory().createGenerator(ObjectWriteContext.empty(), text);
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
        return write(value, CborToJson::value, maxBytes, Audience.PEERS);
    }

    static byte[] write(Payload value, Part part, int maxBytes, Audience audience) {
        try {
            TextBytes text = new TextBytes(likelyCapacity(value), maxBytes);
            write(value, part, text, audience, stream -> DataFrames.write(stream, text, audience));
            return text.toByteArray();
        } catch (TooLongException tooLong) {
            TextBytes cbor = new TextBytes(Base64Text.length(value.length()), Integer.MAX_VALUE);
            writeAsItIs(value, cbor);
            return cbor.toByteArray();
        }
    }

    /** Writes the whole text, however long it is. */
    static void write(Payload value, Part part, OutputStream text, Audience audience, Consumer<ByteBuffer> dataFrames) {
        try {
            CborToJson writer = new CborToJson(value.reader(), text, audience, dataFrames);
            part.write(writer);
            writer.json.close();
        } catch (ProtocolException impossible) {
            throw new IllegalStateException("a payload changed after it was read", impossible);
        }
    }

    /** Of most values, so that nothing has to grow. */
    private static int likelyCapacity(Payload value) {
        return value.length() + value.length() / 16 + Long.BYTES;
    }

    /** What stands for a text that is too long. */
    static void writeAsItIs(Payload value, OutputStream text) {
        boolean isArray = value.kind() == ItemKind.ARRAY;
        ByteArrayOutputStream before = new ByteArrayOutputStream();
        if (isArray) {
            before.write('[');
            value.firstText().filter(CborToJson::isShort).ifPresent(first -> {
                before.writeBytes(write(Payload.of(first)));
                before.write(',');
            });
        }
        before.writeBytes(BEFORE_CBOR);
        byte[] behind = isArray ? BEHIND_CBOR_IN_ARRAY : BEHIND_CBOR;
        Base64Text.write(before.toByteArray(), ByteBuffer.wrap(value.bytes()), behind, text);
    }

    /** Whether a text is no longer than a topic. */
    private static boolean isShort(String text) {
        return text.length() <= Limits.MAX_TOPIC_BYTES;
    }

    /** A value of which DataFrames may be a part. */
    void value() throws ProtocolException {
        if (cbor.kind() == ItemKind.ARRAY) {
            list(0);
        } else {
            argument();
        }
    }

    /** The arguments that a value stands for, see {@link Payload#arguments()}, as an array without the first ones. */
    void arguments(int skipped) throws ProtocolException {
        switch (cbor.kind()) {
            case ARRAY -> list(skipped);
            case BYTE_STRING -> numbers(skipped, cbor.readByteString());
            default -> {
                json.writeStartArray();
                if (skipped == 0 && !cbor.isNothingNext()) {
                    argument();
                }
                json.writeEndArray();
            }
        }
    }

    private void list(int skipped) throws ProtocolException {
        int elements = cbor.beginArray();
        json.writeStartArray();
        for (int i = 0; cbor.hasMore(i, elements); i++) {
            if (i < skipped) {
                cbor.skipItem();
            } else if (i < DataFrames.MOST_ARGUMENTS) {
                argument();
            } else {
                item();
            }
        }
        json.writeEndArray();
    }

    private void numbers(int skipped, byte[] bytes) {
        json.writeStartArray();
        for (int i = skipped; i < bytes.length; i++) {
            json.writeNumber(bytes[i] & 0xFF);
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
            dataFrames.accept(cbor.viewByteString());
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
        TextBytes text = new TextBytes(Long.BYTES, Limits.DEFAULT_MAX_MESSAGE_BYTES);
        CborToJson writer = new CborToJson(cbor, text, audience, dataFrames);
        writer.item();
        writer.json.close();
        return text.toString(StandardCharsets.UTF_8);
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
            audience.writeNotFinite(number, json);
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
