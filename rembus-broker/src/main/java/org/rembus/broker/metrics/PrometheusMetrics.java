package org.rembus.broker.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.routing.Router;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.http.Metrics;

/** The figures as Prometheus reads them, in its own format or that of OpenMetrics. One scrape after the other. */
public final class PrometheusMetrics implements Metrics {
    private final Router router;
    private final TransportLoop loop;
    private final Supplier<SortedMap<String, Long>> counts;
    private final ExpositionFormats formats = ExpositionFormats.init();

    // -- used on the loop --
    private final Deque<Scrape> waiting = new ArrayDeque<>();
    private boolean busy;

    private record Scrape(String accept, Consumer<Optional<Page>> whenWritten) {}

    private enum Kind {
        FAILED_SCRAPE
    }

    /** Those of Java are of the process, however many brokers are in it: what takes them listens for as long as it lasts. */
    private static final class OfJava {
        private static final PrometheusRegistry FIGURES = new PrometheusRegistry();

        static {
            JvmMetrics.builder().register(FIGURES);
        }
    }

    /** @param counts everything that is counted, by name */
    public PrometheusMetrics(Router router, TransportLoop loop, Supplier<SortedMap<String, Long>> counts) {
        this.router = router;
        this.loop = loop;
        this.counts = counts;
    }

    @Override
    public void write(String accept, Consumer<Optional<Page>> whenWritten) {
        waiting.add(new Scrape(accept, whenWritten));
        if (!busy) {
            next();
        }
    }

    private void next() {
        Scrape scrape = waiting.poll();
        busy = scrape != null;
        if (scrape != null) {
            begin(scrape);
        }
    }

    private void begin(Scrape scrape) {
        CompletableFuture<BrokerFigures> figures = new CompletableFuture<>();
        figures.thenApplyAsync(taken -> page(scrape.accept(), taken), PrometheusMetrics::start)
                .whenComplete((page, failure) -> loop.execute(() -> end(scrape, page, failure)));
        try {
            figures.complete(BrokerFigures.take(router, loop, counts.get()));
        } catch (RuntimeException failure) {
            figures.completeExceptionally(failure);
        }
    }

    private static void start(Runnable writing) {
        Thread.ofVirtual().name("rembus-metrics").start(writing);
    }

    private void end(Scrape scrape, @Nullable Page page, @Nullable Throwable failure) {
        if (failure != null) {
            loop.log().error(Kind.FAILED_SCRAPE, "broker", "its figures could not be written", failure);
        }
        try {
            scrape.whenWritten().accept(Optional.ofNullable(page));
        } finally {
            next();
        }
    }

    private Page page(String accept, BrokerFigures figures) {
        List<MetricSnapshot> all = new ArrayList<>(figures.snapshots());
        OfJava.FIGURES.scrape().forEach(all::add);
        ExpositionFormatWriter writer = formats.findWriter(accept);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            writer.write(text, new MetricSnapshots(all));
        } catch (IOException e) {
            throw new UncheckedIOException("memory has no such errors", e);
        }
        return new Page(writer.getContentType(), text.toByteArray());
    }
}
