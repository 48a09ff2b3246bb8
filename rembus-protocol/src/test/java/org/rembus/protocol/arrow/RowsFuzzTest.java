package org.rembus.protocol.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.rembus.protocol.ProtocolException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Any bytes are rows, which are JSON within the bound, or a {@link ProtocolException}. */
final class RowsFuzzTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int MOST = 1 << 16;

    @FuzzTest(maxDuration = "2m")
    void stream_anyBytes_areRowsOrAProtocolException(byte[] input) {
        assertTimeout(DEADLINE, () -> check(input));
    }

    static void check(byte[] stream) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            Rows rows = Rows.of(ByteBuffer.wrap(stream));
            assertThat(rows.likelyBytes()).isPositive();
            rows.write(text, MOST, new JsonFactory());
        } catch (ProtocolException refused) {
            assertThat(refused).hasMessageStartingWith("a DataFrame ");
            assertThat(text.size()).isLessThanOrEqualTo(MOST);
            return;
        }
        JsonNode json = JsonMapper.shared().readTree(text.toByteArray());
        assertThat(json.isArray()).isTrue();
        json.forEach(row -> assertThat(row.isObject()).isTrue());
    }
}
