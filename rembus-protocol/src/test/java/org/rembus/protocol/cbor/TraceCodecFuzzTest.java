package org.rembus.protocol.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.TraceContext;

/** Any bytes are a message, with a context that can be sent on or without one, or a {@link ProtocolException}. */
final class TraceCodecFuzzTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    @FuzzTest(maxDuration = "1m")
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
        byte[] encoded = MessageEncoder.encode(message);
        TraceContext trace = traceOf(message);
        assertThat(decode(trace == null ? encoded : TraceCodec.behind(trace, encoded)))
                .isEqualTo(message);
    }

    private static @Nullable TraceContext traceOf(Message message) {
        return switch (message) {
            case Message.Publish publish -> publish.trace();
            case Message.Rpc rpc -> rpc.trace();
            default -> null;
        };
    }

    private static Message decode(byte[] bytes) throws ProtocolException {
        return TraceCodec.decode(new MessageDecoder(), bytes, 0, bytes.length);
    }
}
