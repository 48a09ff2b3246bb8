package org.rembus.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.cbor.CborReader;

/** Any bytes are a value, which can be written and read again, or a {@link ProtocolException}. */
final class PayloadFuzzTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    @FuzzTest(maxDuration = "2m")
    void value_anyBytes_areAValueOrAProtocolException(byte[] input) {
        assertTimeout(DEADLINE, () -> check(input));
    }

    private static void check(byte[] input) throws ProtocolException {
        Payload payload;
        try {
            payload = Payload.parse(input);
        } catch (ProtocolException refused) {
            assertThat(isReadableUnchecked(input)).isFalse();
            return;
        }
        Object value = payload.value();
        Payload written =
                value instanceof List<?> arguments ? Payload.ofArguments(arguments.toArray()) : Payload.of(value);
        assertThat(Diagnostic.of(Payload.parse(written.toByteArray()).value())).isEqualTo(Diagnostic.of(value));
        assertThat(payload.arguments().size()).isLessThanOrEqualTo(input.length);
        assertThat(Payload.parse(payload.behind("topic").toByteArray())
                        .arguments()
                        .getFirst())
                .isEqualTo("topic");
        assertThat(payload.detached()).isEqualTo(payload).hasSameHashCodeAs(payload);
    }

    /** Whether the other way to read a value takes these bytes for exactly one. */
    private static boolean isReadableUnchecked(byte[] input) {
        CborReader reader = new CborReader(input, 0, input.length, Limits.MAX_NESTING);
        try {
            @Nullable Object ignored = reader.readValue();
            reader.expectEnd();
            return true;
        } catch (ProtocolException refused) {
            return false;
        }
    }
}
