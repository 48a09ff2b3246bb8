package org.rembus.broker.journal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.testing.MemoryView;
import org.rembus.broker.testing.SimulatedDisk;
import org.rembus.broker.testing.SteppedThreads;

final class LogWriterTest {
    private final SplittableRandom random = new SplittableRandom(1);
    private final SteppedThreads threads = new SteppedThreads(random);
    private final List<String> reported = new ArrayList<>();
    private LogWriter writer;

    @BeforeEach
    void open() throws IOException {
        LogOpening.Opened opened = LogOpening.open(
                new SimulatedDisk(random), LogHarness.SMALL, MemoryView::new, threads.threads(), LogHarness.EPOCH);
        writer = new LogWriter(LogHarness.SMALL, threads.threads(), opened, new Reports());
    }

    private final class Reports implements LogWriter.Reports {
        @Override
        public void onDurable(long through, int end) {
            reported.add("durable " + through);
        }

        @Override
        public void onSealed(Segment.End end, Segment next) {
            reported.add("sealed " + end.lastSequence());
        }

        @Override
        public void onFailed(String reason) {
            reported.add(reason);
        }

        @Override
        public void onRecovered(Segment.End end, Segment next) {
            reported.add("recovered " + next.firstSequence());
        }
    }

    private void append(long first, int count) {
        List<JournalEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(LogHarness.publishOf("a", first + i));
        }
        writer.append(new Handover(first, entries, 100L * count));
    }

    @Test
    void appends_inOneGo_becomeDurableTogether() {
        append(1, 2);
        append(3, 1);
        threads.settle();
        assertThat(reported).containsExactly("durable 3");
    }

    @Test
    void append_theOneBeforeHasGotLost_isNotTakenForStored() {
        append(1, 2);
        threads.settle();
        append(4, 1);
        threads.settle();
        append(5, 1);
        threads.settle();
        assertThat(reported).hasSize(2).element(1).asString().contains("entry 4 came where 3 was due");

        writer.recover(6);
        append(6, 1);
        threads.settle();
        assertThat(reported).hasSize(4).endsWith("recovered 6", "durable 6");
    }
}
