package org.rembus.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import org.rembus.protocol.Limits;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;

/** Any bytes are a value, which can be written and read again, or a {@link ProtocolException}. */
final class JsonFuzzTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    @FuzzTest(maxDuration = "2m")
    void text_anyBytes_areAValueOrAProtocolException(byte[] input) {
        assertTimeout(DEADLINE, () -> check(input));
    }

    private static void check(byte[] input) throws ProtocolException {
        Payload value;
        try {
            value = JsonToCbor.read(input, 0, input.length, Limits.MAX_NESTING);
        } catch (ProtocolException refused) {
            return;
        }
        assertThat(Payload.parse(value.toByteArray())).isEqualTo(value);
        byte[] json = CborToJson.write(value);
        assertThat(JsonToCbor.read(json, 0, json.length, Limits.MAX_NESTING)).isEqualTo(value);
    }
}
