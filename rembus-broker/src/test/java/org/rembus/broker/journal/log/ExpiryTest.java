package org.rembus.broker.journal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rembus.broker.journal.log.LogHarness.SMALL;
import static org.rembus.broker.journal.log.LogHarness.TENANT;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rembus.broker.journal.Page;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.log.LogOptions.Kept;
import org.rembus.broker.journal.log.LogOptions.Retention;
import org.rembus.broker.journal.log.format.SegmentHeader;
import org.rembus.broker.topics.TopicRules;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.Topic;

/** Topics that are kept for longer, shorter, or up to a size. A segment holds about 80 messages. */
final class ExpiryTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final long MUCH = 1 << 30;
    private static final int SEGMENT = 80;

    private int published;

    private static LogHarness open(long maxBytes, Map<String, Kept> rules) throws IOException {
        Map<Topic, Kept> byTopic = new HashMap<>();
        rules.forEach((pattern, kept) -> byTopic.put(Topic.of(pattern), kept));
        return LogHarness.open(
                SMALL.withRetention(new Retention(HOUR, maxBytes, Duration.ofSeconds(1), TopicRules.of(byTopic))));
    }

    private static Kept age(Duration age) {
        return new Kept(age, Long.MAX_VALUE);
    }

    private void publish(LogHarness log, String topic, int count) {
        for (int i = 0; i < count; i++) {
            log.journal()
                    .append(new PublishRecord(
                            log.threads().nowNs(),
                            TENANT,
                            "alice",
                            PublishFlags.QOS1,
                            MessageId.of(++published, 8),
                            topic,
                            Payload.of(new byte[100])));
            log.journal().hasten();
            log.turn();
        }
    }

    private static void pass(LogHarness log, Duration time) {
        log.threads().advance(time);
        log.turn();
    }

    /** How many messages replay still reaches. */
    private static long reached(LogHarness log, String topic) {
        List<Page.Stored> read = log.readAll(topic);
        return read.stream().filter(stored -> !log.journal().isExpired(stored)).count();
    }

    @Test
    void age_longerForOneTopic_keepsItsSegmentsAndNotTheOthersMessages() throws IOException {
        LogHarness log = open(MUCH, Map.of("config/**", age(DAY)));
        publish(log, "config/a", 1);
        publish(log, "news", 3 * SEGMENT);
        int before = log.segments().size();
        pass(log, HOUR.multipliedBy(2));
        assertThat(log.segments())
                .as("the oldest is needed, and those after it stay")
                .hasSize(before);
        assertThat(reached(log, "config/a")).isEqualTo(1);
        assertThat(reached(log, "news")).isZero();
        pass(log, DAY);

        assertThat(log.segments()).hasSize(1);
    }

    @Test
    void age_longerForOneTopic_segmentsWithoutItGo() throws IOException {
        LogHarness log = open(MUCH, Map.of("config/**", age(DAY)));
        publish(log, "news", 3 * SEGMENT);
        publish(log, "config/a", 1);
        publish(log, "news", 3 * SEGMENT);
        int before = log.segments().size();
        pass(log, HOUR.multipliedBy(2));

        assertThat(log.segments()).hasSizeBetween(2, before - 2);
        assertThat(reached(log, "config/a")).isEqualTo(1);
    }

    @Test
    void age_shorterForOneTopic_itIsNotReachedAndSegmentsOfItAloneGo() throws IOException {
        LogHarness log = open(MUCH, Map.of("telemetry/**", age(Duration.ofMinutes(1))));
        publish(log, "telemetry/a", 3 * SEGMENT);
        publish(log, "news", 5);
        publish(log, "telemetry/a", 5);
        pass(log, Duration.ofMinutes(2));
        publish(log, "telemetry/a", 2);

        assertThat(log.segments()).hasSizeLessThanOrEqualTo(2);
        assertThat(log.readAll("telemetry/a")).hasSizeGreaterThan(2);
        assertThat(reached(log, "telemetry/a")).isEqualTo(2);
        assertThat(reached(log, "news")).isEqualTo(5);
    }

    @Test
    void size_ofTheWholeLog_winsOverAgeOfATopic() throws IOException {
        LogHarness log = open(40_000, Map.of("config/**", age(DAY)));
        publish(log, "config/a", 1);
        publish(log, "news", 8 * SEGMENT);

        assertThat(log.segments()).hasSizeLessThanOrEqualTo(4);
        assertThat(log.readAll("config/a")).isEmpty();
    }

    @Test
    void size_ofATopic_theNewestSoManyBytesAreReached() throws IOException {
        LogHarness log = open(MUCH, Map.of("telemetry/**", new Kept(DAY, 20_000)));
        publish(log, "news", 3);
        publish(log, "telemetry/a", 10 * SEGMENT);
        pass(log, Duration.ofSeconds(2));
        long bytesEach = 32 + 1 + 5 + 11 + 100;

        assertThat(reached(log, "telemetry/a") * bytesEach).isBetween(20_000L, 20_000L + 16 * 1024);
        assertThat(reached(log, "news")).isEqualTo(3);
        assertThat(log.readAll("telemetry/a")).as("the first segment has news").hasSize(10 * SEGMENT);
    }

    @Test
    void size_ofATopic_segmentsOfItAloneGo() throws IOException {
        LogHarness log = open(MUCH, Map.of("telemetry/**", new Kept(DAY, 20_000)));
        publish(log, "telemetry/a", 10 * SEGMENT);
        pass(log, Duration.ofSeconds(2));

        assertThat(log.segments()).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void reopened_olderSegments_areReadToKnowWhatIsInThem() throws IOException {
        LogHarness log = open(MUCH, Map.of("telemetry/**", new Kept(DAY, 20_000), "config/**", age(DAY)));
        publish(log, "config/a", 1);
        publish(log, "telemetry/a", 10 * SEGMENT);
        pass(log, Duration.ofSeconds(2));
        long reached = reached(log, "telemetry/a");
        log.reopen();
        assertThat(reached(log, "telemetry/a")).as("not known yet").isEqualTo(10 * SEGMENT);
        pass(log, Duration.ofSeconds(2));
        assertThat(reached(log, "telemetry/a")).isEqualTo(reached);
        pass(log, HOUR.multipliedBy(2));

        assertThat(log.segments()).hasSizeGreaterThan(8);
        assertThat(reached(log, "config/a")).isEqualTo(1);
    }

    @Test
    void reopened_olderSegmentDamaged_isKeptAndReported() throws IOException {
        LogHarness log = open(MUCH, Map.of("config/**", age(DAY)));
        publish(log, "news", 4 * SEGMENT);
        log.close();
        String oldest = log.segments().getFirst();
        log.disk().flip(oldest, SegmentHeader.BYTES + 50, 0);
        log.open();
        int before = log.segments().size();
        pass(log, HOUR.multipliedBy(2));

        assertThat(log.segments()).hasSize(before).contains(oldest);
        assertThat(log.reports().lines()).anyMatch(line -> line.contains(oldest));
        pass(log, DAY);
        assertThat(log.segments()).hasSize(1);
    }

    @Test
    void withoutRules_nothingExpiresBeforeItsSegment() throws IOException {
        LogHarness log = open(MUCH, Map.of());
        publish(log, "news", 5);
        pass(log, HOUR.multipliedBy(2));

        assertThat(reached(log, "news")).isEqualTo(5);
    }
}
