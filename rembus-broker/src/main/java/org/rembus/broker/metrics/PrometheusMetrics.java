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
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.rembus.broker.routing.Router;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.http.Metrics;

/** The figures as Prometheus reads them, in its own format or that of OpenMetrics. One scrape after the other. */
public final class PrometheusMetrics implements Metrics {
    private final Router router;
    private final TransportLoop loop;
    private final Supplier<SortedMap<String, Long>> counts;
    private final PrometheusRegistry java = new PrometheusRegistry();
    private final ExpositionFormats formats = ExpositionFormats.init();

    // -- used on the loop --
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;

    /** @param counts everything that is counted, by name */
    public PrometheusMetrics(Router router, TransportLoop loop, Supplier<SortedMap<String, Long>> counts) {
        this.router = router;
        this.loop = loop;
        this.counts = counts;
        JvmMetrics.builder().register(java);
    }

    @Override
    public void write(String accept, Consumer<Page> whenWritten) {
        waiting.add(() -> scrape(accept, whenWritten));
        if (!busy) {
            next();
        }
    }

    private void next() {
        Runnable scrape = waiting.poll();
        busy = scrape != null;
        if (scrape != null) {
            scrape.run();
        }
    }

    private void scrape(String accept, Consumer<Page> whenWritten) {
        BrokerFigures figures = BrokerFigures.take(router, loop, counts.get());
        Thread.ofVirtual().name("rembus-metrics").start(() -> {
            Page page = page(accept, figures);
            loop.eventLoop().execute(() -> {
                whenWritten.accept(page);
                next();
            });
        });
    }

    private Page page(String accept, BrokerFigures figures) {
        List<MetricSnapshot> all = new ArrayList<>(figures.snapshots());
        java.scrape().forEach(all::add);
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
