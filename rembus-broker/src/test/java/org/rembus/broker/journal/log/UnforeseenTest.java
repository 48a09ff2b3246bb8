package org.rembus.broker.journal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.rembus.broker.journal.ReadRequest;
import org.rembus.broker.journal.disk.Disk;
import org.rembus.broker.journal.log.format.SegmentHeader;
import org.rembus.broker.testing.SteppedThreads;
import org.rembus.broker.topics.TopicRules;
import org.rembus.protocol.Topic;

/** What becomes of reading when something goes wrong that nobody has thought of: somebody hears of it, and others go on. */
final class UnforeseenTest {
    private final Disk defective = (Disk)
            Proxy.newProxyInstance(Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (self, method, of) -> {
                throw new IllegalStateException("a defect");
            });

    private static Segment sealed(long firstSequence) {
        Segment segment = new Segment(new SegmentHeader(1, firstSequence, 0, 0, 0, 0));
        segment.end(new Segment.End(100_000, firstSequence + 9, 0));
        return segment;
    }

    @Test
    void page_whichCannotBeRead_saysSo() {
        PageRead read = new PageRead(defective, new BatchCache(0), new ReadRequest("t", null, 1, 10, 1000));
        PageRead.Part part = new PageRead.Part(sealed(1), 100_000, null);
        PageRead.Result result = read.follow(new PageRead.Plan(List.of(part), 11, 0));

        assertThat(result.damage()).contains("a defect");
        assertThat(result.next()).isEqualTo(1);
    }

    @Test
    void segmentUse_whichCannotBeRead_isToldAndTheNextOneIsAskedFor() {
        SteppedThreads threads = new SteppedThreads(new SplittableRandom(1));
        List<String> told = new ArrayList<>();
        SegmentUses uses = new SegmentUses(defective, classes(), threads.threads(), new SegmentUses.Listener() {
            @Override
            public void onKnown() {
                told.add("known");
            }

            @Override
            public void onDamaged(String what) {
                told.add(what);
            }
        });
        for (long first : List.of(1L, 11L)) {
            assertThat(uses.of(sealed(first))).isNull();
            threads.settle();
        }

        assertThat(told).hasSize(2).allSatisfy(what -> assertThat(what).contains("a defect"));
    }

    private static KeptClasses classes() {
        TopicRules<LogOptions.Kept> rules =
                TopicRules.of(Map.of(Topic.of("a/**"), new LogOptions.Kept(Duration.ofHours(1), 1000)));
        return new KeptClasses(new LogOptions.Retention(Duration.ofDays(1), 1 << 20, Duration.ofSeconds(1), rules));
    }
}
