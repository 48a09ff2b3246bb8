package org.rembus.client.values;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Payload;
import org.rembus.protocol.cbor.SimpleValue;
import org.rembus.protocol.cbor.Tagged;
import org.rembus.protocol.cbor.Undefined;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** Jackson, set up to convert as strictly inside structures as {@link Scalars} does outside of them. */
final class Binding {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(scalars())
            .addHandler(new BytesAsList())
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private Binding() {}

    private static SimpleModule scalars() {
        SimpleModule module = new SimpleModule("rembus-scalars");
        for (Map.Entry<Class<?>, Scalars.Conversion> each : Scalars.all().entrySet()) {
            add(module, each.getKey(), each.getValue());
        }
        module.addSerializer(Tagged.class, new AsItIs<>());
        module.addSerializer(Payload.class, new AsItIs<>());
        module.addSerializer(SimpleValue.class, new AsItIs<>());
        module.addSerializer(Undefined.class, new AsItIs<>());
        return module;
    }

    /** What travels as it is also where a record or object holds it. */
    private static final class AsItIs<T> extends ValueSerializer<T> {
        @Override
        public void serialize(T value, JsonGenerator tokens, SerializationContext context) {
            tokens.writeEmbeddedObject(value);
        }
    }

    private static <T> void add(SimpleModule module, Class<T> type, Scalars.Conversion conversion) {
        module.addDeserializer(type, new ScalarDeserializer<>(type, conversion));
    }

    /** One of our conversions as Jackson calls it. */
    private static final class ScalarDeserializer<T> extends StdDeserializer<T> {
        private final Class<T> type;
        private final Scalars.Conversion conversion;

        ScalarDeserializer(Class<T> type, Scalars.Conversion conversion) {
            super(type);
            this.type = type;
            this.conversion = conversion;
        }

        @Override
        @SuppressWarnings("unchecked") // a conversion to T gives a T, or the wrapper of a primitive T
        public T deserialize(JsonParser parser, DeserializationContext context) {
            try {
                Object value = Tokens.read(parser);
                if (value == null) {
                    throw new MismatchException("null is not " + type.getSimpleName());
                }
                return (T) conversion.convert(value);
            } catch (MismatchException mismatch) {
                throw new Unfit.Mismatch(parser, type, String.valueOf(mismatch.getMessage()));
            }
        }

        @Override
        public @Nullable Object getNullValue(DeserializationContext context) {
            if (type.isPrimitive()) {
                throw new Unfit.Mismatch(context.getParser(), type, "null is not " + type.getSimpleName());
            }
            return null;
        }
    }

    /** A byte string where a list of small integers was meant, which is how Julia peers send one. */
    private static final class BytesAsList extends DeserializationProblemHandler {
        @Override
        public Object handleUnexpectedToken(
                DeserializationContext context, JavaType target, JsonToken token, JsonParser parser, String message) {
            boolean wanted = target.isCollectionLikeType() || target.isArrayType();
            if (wanted && token == JsonToken.VALUE_EMBEDDED_OBJECT && parser.getEmbeddedObject() instanceof byte[] b) {
                try {
                    return MAPPER.readerFor(target)
                            .readValue(Tokens.of(unsigned(b)).asParser());
                } catch (MismatchException impossible) {
                    throw new IllegalStateException(impossible);
                }
            }
            return NOT_HANDLED;
        }
    }

    static List<Object> unsigned(byte[] bytes) {
        List<Object> integers = new ArrayList<>(bytes.length);
        for (byte each : bytes) {
            integers.add((long) (each & 0xFF));
        }
        return integers;
    }
}
