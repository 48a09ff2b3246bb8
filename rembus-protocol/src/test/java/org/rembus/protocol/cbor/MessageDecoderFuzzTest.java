package org.rembus.protocol.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import org.rembus.protocol.Diagnostic;
import org.rembus.protocol.Message;
import org.rembus.protocol.ProtocolException;

/** Any bytes are a message, which can be decoded, sent on and read again, or a {@link ProtocolException}. */
final class MessageDecoderFuzzTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    @FuzzTest(maxDuration = "2m")
    void decode_anyBytes_giveAMessageOrAProtocolException(byte[] input) {
        assertTimeout(DEADLINE, () -> check(input));
    }

    private static void check(byte[] input) throws ProtocolException {
        Message message;
        try {
            message = decode(input);
        } catch (ProtocolException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
            return;
        }
        assertThat(decode(input)).isEqualTo(message);
        assertThat(decode(MessageEncoder.encode(message))).isEqualTo(message);
        assertThat(Diagnostic.of(message)).isNotEmpty();
    }

    private static Message decode(byte[] bytes) throws ProtocolException {
        return new MessageDecoder().decode(bytes, 0, bytes.length);
    }
}
