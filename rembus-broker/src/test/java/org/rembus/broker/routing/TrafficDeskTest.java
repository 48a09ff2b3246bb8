package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Status;

/** What {@code show_traffic} tells. */
final class TrafficDeskTest {
    private static final Duration WINDOW = Duration.ofSeconds(1);

    private final RouterHarness harness = RouterHarness.start();
    private final FakePeer operator = harness.connect().local();

    private Map<?, ?> show(Object... keysAndValues) {
        MessageId id = operator.admin("__config__", "show_traffic", keysAndValues);
        harness.turn();
        Message.Response answer = operator.answerTo(id);
        assertThat(answer.status()).isEqualTo(Status.SUCCESS);
        return (Map<?, ?>) Objects.requireNonNull(answer.data().value());
    }

    @SuppressWarnings("unchecked") // as it is described
    private static List<Map<String, Object>> rows(Map<?, ?> answer, String key) {
        return (List<Map<String, Object>>) Objects.requireNonNull(answer.get(key));
    }

    private static Map<String, Object> component(Map<?, ?> answer, String name) {
        return rows(answer, "components").stream()
                .filter(row -> name.equals(row.get("name")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void show_firstTime_hasNoRates() {
        Map<?, ?> answer = show();

        assertThat(answer.get("window")).isNull();
        assertThat(answer.get("connections")).isEqualTo(1L);
        assertThat(rows(answer, "topics")).isEmpty();
    }

    @Test
    void show_aWindowLater_tellsRatesOfComponentsAndTopics() {
        harness.subscriber("quick", "hot");
        FakePeer slow = harness.subscriber("slow", "hot");
        FakePeer loud = harness.connect("loud");
        loud.publish("hot", "before anybody watches");
        show();
        slow.setRoom(0);
        for (int i = 0; i < 2_000; i++) {
            loud.publish("hot", i);
        }
        loud.publish("cold", 1);
        harness.advance(WINDOW);
        Map<?, ?> answer = show();

        assertThat(answer.get("window")).isEqualTo(1.0);
        assertThat(component(answer, "loud"))
                .containsEntry("in", 2_001.0)
                .containsEntry("loud", true)
                .containsEntry("slow", false);
        assertThat(component(answer, "quick")).containsEntry("out", 2_000.0).containsEntry("slow", false);
        assertThat(component(answer, "slow"))
                .containsEntry("slow", true)
                .containsEntry("drops", 2_000.0)
                .containsEntry("dropped", Map.of("slow_subscriber", 2_000L));
        assertThat(rows(answer, "components").getFirst().get("name")).isEqualTo("slow");
        assertThat(rows(answer, "topics"))
                .extracting(topic -> topic.get("topic"))
                .containsExactly("hot", "cold");
        assertThat(rows(answer, "topics").getFirst().get("messages")).isEqualTo(2_000.0);
    }

    @Test
    void show_limitAndSort_areKept() {
        FakePeer one = harness.connect("one");
        FakePeer two = harness.connect("two");
        show();
        one.publish("a", 1);
        two.publish("b", 1);
        two.publish("b", 2);
        harness.advance(WINDOW);
        Map<?, ?> answer = show("sort", "in", "limit", 1L);

        assertThat(rows(answer, "components"))
                .extracting(row -> row.get("name"))
                .containsExactly("two");
        assertThat(rows(answer, "topics")).extracting(row -> row.get("topic")).containsExactly("b");
    }

    @Test
    void nobodyAsksForLong_measuringEnds() {
        show();
        harness.connect("one").publish("a", 1);
        harness.advance(WINDOW);
        assertThat(show().get("window")).isNotNull();
        harness.advance(Duration.ofSeconds(12), WINDOW);

        assertThat(show().get("window")).isNull();
    }

    @Test
    void elsewhere_theCommandIsUnknown() {
        FakePeer stranger = harness.connect();
        MessageId id = stranger.admin("__config__", "show_traffic");

        assertThat(stranger.answerTo(id).status()).isEqualTo(Status.UNKNOWN_COMMAND);
    }

    @Test
    void sortByWhatIsUnknown_isRefused() {
        MessageId id = operator.admin("__config__", "show_traffic", "sort", "beauty");

        assertThat(operator.answerTo(id).status()).isEqualTo(Status.ERROR);
    }
}
