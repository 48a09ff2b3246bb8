package org.rembus.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import org.rembus.protocol.Limits;
import org.rembus.protocol.Message;

/** Any bytes are a message, which can be written and read again, or are refused. */
final class JsonRpcFuzzTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    @FuzzTest(maxDuration = "2m")
    void text_anyBytes_areAMessageOrRefused(byte[] input) {
        assertTimeout(DEADLINE, () -> check(input));
    }

    private static void check(byte[] input) throws JsonRpcException {
        JsonRpcDecoder decoder = new JsonRpcDecoder(Limits.MAX_NESTING);
        Message message;
        try {
            message = decoder.decode(input, 0, input.length);
        } catch (JsonRpcException refused) {
            assertThat(refused).hasMessageMatching(".+");
            refused.answer().ifPresent(answer -> assertThat(answer).isNotEmpty());
            return;
        }
        byte[] text = JsonRpcEncoder.encode(message);
        assertThat(decoder.decode(text, 0, text.length)).hasSameClassAs(message);
    }
}
