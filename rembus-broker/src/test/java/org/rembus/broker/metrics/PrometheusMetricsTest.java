package org.rembus.broker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rembus.broker.routing.Router;
import org.rembus.broker.routing.RouterHarness;
import org.rembus.broker.testing.CapturedLog;
import org.rembus.broker.transport.Admission;
import org.rembus.broker.transport.FloodLog;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.http.Metrics;
import org.rembus.broker.transport.memory.BufferBudget;

final class PrometheusMetricsTest {
    private final Router router = RouterHarness.start().router();
    private final TransportLoop loop =
            TransportLoop.start(new BufferBudget(1 << 20), new Admission(1, 1), System::nanoTime);
    private int asked;

    @AfterEach
    void stop() {
        loop.close();
    }

    /** Counts that cannot be read. */
    private static final class Broken extends TreeMap<String, Long> {
        private static final long serialVersionUID = 1;

        @Override
        public void forEach(BiConsumer<? super String, ? super Long> action) {
            throw new IllegalStateException("broken");
        }
    }

    private static SortedMap<String, Long> noCounts() {
        throw new IllegalStateException("no counts");
    }

    /** Two scrapes at once, of which the first one fails. */
    private void failsOnlyTheFirst(Supplier<SortedMap<String, Long>> firstCounts) {
        PrometheusMetrics metrics =
                new PrometheusMetrics(router, loop, () -> asked++ == 0 ? firstCounts.get() : new TreeMap<>());
        CompletableFuture<Optional<Metrics.Page>> first = new CompletableFuture<>();
        CompletableFuture<Optional<Metrics.Page>> second = new CompletableFuture<>();
        try (CapturedLog log = CapturedLog.of(FloodLog.PEERS)) {
            loop.eventLoop().execute(() -> {
                metrics.write("", first::complete);
                metrics.write("", second::complete);
            });
            assertThat(first.join()).isEmpty();
            assertThat(second.join()).isPresent();
            assertThat(log.lines()).singleElement().asString().contains("its figures could not be written");
        }
    }

    @Test
    void writesTheNext_oneCannotBeTaken() {
        failsOnlyTheFirst(PrometheusMetricsTest::noCounts);
    }

    @Test
    void writesTheNext_oneCannotBeWritten() {
        failsOnlyTheFirst(Broken::new);
    }
}
