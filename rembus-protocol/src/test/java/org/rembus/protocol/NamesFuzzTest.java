package org.rembus.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Any text is a topic or none, a name or has an objection; what is accepted can be written, and is within the limits. */
final class NamesFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void parse_anyText_isANameOrIsRefused(FuzzedDataProvider input) {
        String text = input.consumeRemainingAsString();
        Topic.parse(text).ifPresent(topic -> {
            assertThat(topic).hasToString(text);
            assertThat(String.join("/", topic.levels())).isEqualTo(text);
            assertCanBeWritten(text, Limits.MAX_TOPIC_BYTES);
        });
        assertThat(Rid.parse(text).isPresent()).isEqualTo(Rid.objectionTo(text).isEmpty());
        Rid.parse(text).ifPresent(rid -> {
            assertThat(rid.tenant()).isNotEmpty();
            assertThat(List.of(rid.name().split("/", -1))).doesNotContain("", ".", "..");
            assertCanBeWritten(text, Limits.MAX_NAME_BYTES);
        });
    }

    private static void assertCanBeWritten(String text, int maxBytes) {
        assertThat(Payload.of(text).value()).isEqualTo(text);
        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(maxBytes);
        assertThat(text).isNotEmpty().doesNotMatch("(?s).*\\p{Cc}.*");
    }
}
