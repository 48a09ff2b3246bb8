package org.rembus.protocol.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rembus.protocol.Diagnostic;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.RandomValues;

/** What holds for all messages, tried on random ones; the seed that fails is the argument of the test. */
final class MessagePropertyTest {
    private static final int ROUNDS = 50;
    private static final MessageDecoder DECODER = new MessageDecoder();

    private static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    private static LongStream manySeeds() {
        return LongStream.range(40, 10_000);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void messages_random_keepTheirMeaning(long seed) throws ProtocolException {
        checkAll(seed);
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("manySeeds")
    void messages_manyRandom_keepTheirMeaning(long seed) throws ProtocolException {
        checkAll(seed);
    }

    private static void checkAll(long seed) throws ProtocolException {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Message message = RandomValues.message(random);
            byte[] encoded = MessageEncoder.encode(message);
            String situation = "seed " + seed + ", round " + round;
            isDecodedAsItWas(message, encoded, random, situation);
            isDecodedFromSloppyBytes(message, random, situation);
            isRefusedWhenTruncated(encoded, random, situation);
            isHandledWhenDamaged(encoded, random, situation);
            Object value = RandomValues.value(random, 6);
            assertThat(Diagnostic.of(Payload.of(value).value())).as(situation).isEqualTo(Diagnostic.of(value));
        }
    }

    private static void isDecodedAsItWas(Message message, byte[] encoded, Random random, String situation)
            throws ProtocolException {
        int offset = random.nextInt(20);
        byte[] buffer = new byte[offset + encoded.length + random.nextInt(20)];
        random.nextBytes(buffer);
        System.arraycopy(encoded, 0, buffer, offset, encoded.length);

        assertThat(DECODER.decode(buffer, offset, encoded.length)).as(situation).isEqualTo(message);
    }

    private static void isDecodedFromSloppyBytes(Message message, Random random, String situation) {
        byte[] sloppy = SloppyWriter.encode(message, random);
        String bytes = situation + ", " + HexFormat.of().formatHex(sloppy);

        Message decoded = Objects.requireNonNull(decode(sloppy, bytes), bytes);

        assertThat(Diagnostic.of(decoded)).as(bytes).isEqualTo(Diagnostic.of(message));
        isStable(decoded, bytes);
    }

    private static void isRefusedWhenTruncated(byte[] encoded, Random random, String situation) {
        int length = random.nextInt(encoded.length);

        assertThatExceptionOfType(ProtocolException.class)
                .as("%s, cut to %d bytes", situation, length)
                .isThrownBy(() -> DECODER.decode(encoded, 0, length));
    }

    private static void isHandledWhenDamaged(byte[] encoded, Random random, String situation) {
        byte[] damaged = Arrays.copyOf(encoded, encoded.length + random.nextInt(3));
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        }
        String bytes = situation + ", " + HexFormat.of().formatHex(damaged);

        Message decoded = decode(damaged, bytes);

        if (decoded != null) {
            assertThat(Diagnostic.of(decoded)).as(bytes).isNotEmpty();
            isStable(decoded, bytes);
        }
    }

    /** What could be read once can be sent on and read again. */
    private static void isStable(Message message, String situation) {
        assertThat(decode(MessageEncoder.encode(message), situation))
                .as(situation)
                .isEqualTo(message);
    }

    private static @Nullable Message decode(byte[] bytes, String situation) {
        try {
            return DECODER.decode(bytes, 0, bytes.length);
        } catch (ProtocolException refused) {
            assertThat(refused).as(situation).hasMessageMatching(".+");
            return null;
        }
    }
}
