package org.rembus.protocol.cbor;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;

/**
 * Writes messages as well-formed CBOR that no tidy peer would send: integers wider than needed, indefinite lengths, strings
 * in chunks, floats on fewer bytes where they fit, binary in tag 64, big integers with leading zeros. Every choice is
 * random.
 */
final class SloppyWriter {
    private static final int[] WIDTHS = {1, 2, 4, 8};
    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    private final Random random;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private SloppyWriter(Random random) {
        this.random = random;
    }

    static byte[] encode(Message message, Random random) {
        SloppyWriter writer = new SloppyWriter(random);
        List<@Nullable Object> elements = writer.elements(message);
        boolean indefinite = writer.begin(Major.ARRAY, elements.size());
        elements.forEach(writer::element);
        writer.end(indefinite);
        return writer.out.toByteArray();
    }

    private List<@Nullable Object> elements(Message message) {
        return switch (message) {
            case Message.Identity identity -> withMeta(identity.meta(), 0L, identity.id(), identity.cid());
            case Message.Publish publish -> publish(publish);
            case Message.Rpc rpc -> list(2L, rpc.id(), rpc.topic(), rpc.target(), rpc.data());
            case Message.Admin admin -> list(3L, admin.id(), admin.topic(), admin.data());
            case Message.Response response ->
                list(4L, response.id(), (long) response.status().code(), response.data());
            case Message.Ack ack -> list(5L, ack.id());
            case Message.Ack2 ack2 -> list(6L, ack2.id());
            case Message.Unregister unregister ->
                unregister.cid() == null ? list(9L, unregister.id()) : list(9L, unregister.id(), unregister.cid());
            case Message.Register register ->
                list(10L, register.id(), register.cid(), register.pin(), register.publicKey(), (long)
                        register.keyType());
            case Message.Attestation attestation ->
                withMeta(attestation.meta(), 11L, attestation.id(), attestation.cid(), attestation.signature());
            case Message.Ping ping -> list(12L, ping.id(), ping.cid());
        };
    }

    private static List<@Nullable Object> publish(Message.Publish publish) {
        long first = 1 | publish.flags().bits();
        return publish.id() == null
                ? list(first, publish.topic(), publish.data())
                : list(first, publish.id(), publish.topic(), publish.data());
    }

    private static List<@Nullable Object> withMeta(@Nullable Payload meta, @Nullable Object... elements) {
        List<@Nullable Object> all = list(elements);
        if (meta != null) {
            all.add(meta);
        }
        return all;
    }

    private static List<@Nullable Object> list(@Nullable Object... elements) {
        List<@Nullable Object> list = new ArrayList<>();
        Collections.addAll(list, elements);
        return list;
    }

    private void element(@Nullable Object element) {
        switch (element) {
            case MessageId id -> binary(id.toByteArray());
            case byte[] bytes -> binary(bytes);
            case Payload payload -> value(payload.value());
            case null -> value(null);
            default -> value(element);
        }
    }

    /** Binary of the envelope: within tag 64 or without. */
    private void binary(byte[] bytes) {
        if (random.nextInt(4) == 0) {
            head(Major.TAG, Tagged.TYPED_ARRAY);
        }
        value(bytes);
    }

    private void value(@Nullable Object value) {
        switch (value) {
            case Long integer -> integer(BigInteger.valueOf(integer));
            case BigInteger integer -> integer(integer);
            case Double number -> number(number);
            case byte[] bytes -> string(Major.BYTES, List.of(bytes));
            case String text -> string(Major.TEXT, characters(text));
            case List<?> list -> {
                boolean indefinite = begin(Major.ARRAY, list.size());
                list.forEach(this::value);
                end(indefinite);
            }
            case Map<?, ?> map -> {
                boolean indefinite = begin(Major.MAP, map.size());
                map.forEach((key, element) -> {
                    value(key);
                    value(element);
                });
                end(indefinite);
            }
            case Tagged tagged -> {
                head(Major.TAG, tagged.tag());
                value(tagged.value());
            }
            case null -> out.write(CborReader.NULL);
            default -> out.writeBytes(Payload.of(value).toByteArray());
        }
    }

    private void integer(BigInteger integer) {
        boolean negative = integer.signum() < 0;
        BigInteger magnitude = negative ? integer.not() : integer;
        if (magnitude.compareTo(TWO_TO_64) < 0) {
            head(negative ? Major.NEGATIVE : Major.UNSIGNED, magnitude.longValue());
            return;
        }
        head(Major.TAG, negative ? 3 : 2);
        byte[] bytes = magnitude.toByteArray();
        byte[] padded = new byte[bytes.length + random.nextInt(3)];
        System.arraycopy(bytes, 0, padded, padded.length - bytes.length, bytes.length);
        string(Major.BYTES, List.of(padded));
    }

    private void number(double number) {
        if (Float.float16ToFloat(Float.floatToFloat16((float) number)) == number && random.nextBoolean()) {
            out.write(0xF9);
            fixed(Float.floatToFloat16((float) number), 2);
        } else if ((float) number == number && random.nextBoolean()) {
            out.write(0xFA);
            fixed(Float.floatToRawIntBits((float) number), 4);
        } else {
            out.write(0xFB);
            fixed(Double.doubleToRawLongBits(number), 8);
        }
    }

    private static List<byte[]> characters(String text) {
        return text.codePoints()
                .mapToObj(character -> Character.toString(character).getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** @param pieces what no chunk may cut */
    private void string(int major, List<byte[]> pieces) {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        if (random.nextBoolean()) {
            pieces.forEach(chunk::writeBytes);
            definite(major, chunk);
            return;
        }
        out.write(major << 5 | Major.INDEFINITE);
        for (byte[] piece : pieces) {
            chunk.writeBytes(piece);
            if (random.nextInt(3) == 0) {
                definite(major, chunk);
                chunk.reset();
            }
        }
        if (chunk.size() > 0 || random.nextBoolean()) {
            definite(major, chunk);
        }
        out.write(0xFF);
    }

    private void definite(int major, ByteArrayOutputStream content) {
        head(major, content.size());
        out.writeBytes(content.toByteArray());
    }

    private boolean begin(int major, int size) {
        boolean indefinite = random.nextBoolean();
        if (indefinite) {
            out.write(major << 5 | Major.INDEFINITE);
        } else {
            head(major, size);
        }
        return indefinite;
    }

    private void end(boolean indefinite) {
        if (indefinite) {
            out.write(0xFF);
        }
    }

    private void head(int major, long argument) {
        if (argument >= 0 && argument < 24 && random.nextBoolean()) {
            out.write(major << 5 | (int) argument);
            return;
        }
        int width = random.nextInt(4);
        while (width < 3 && argument >>> (WIDTHS[width] * Byte.SIZE) != 0) {
            width++;
        }
        out.write(major << 5 | (24 + width));
        fixed(argument, WIDTHS[width]);
    }

    private void fixed(long value, int bytes) {
        for (int shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            out.write((int) (value >>> shift));
        }
    }
}
