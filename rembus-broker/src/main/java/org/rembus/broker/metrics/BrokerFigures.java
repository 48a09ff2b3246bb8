package org.rembus.broker.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.rembus.broker.routing.Figures;
import org.rembus.broker.routing.Router;
import org.rembus.broker.routing.traffic.Times;
import org.rembus.broker.transport.TransportLoop;

/**
 * The figures of a broker at one moment, and their names. Those of PROTOCOL.md section 11 are named as peers name them; all others
 * begin with {@code rembus_}.
 *
 * @param connections by transport
 * @param counts by name; what begins with {@code dropped_} are the drops by reason
 */
record BrokerFigures(
        Figures routing,
        Map<String, Long> connections,
        SortedMap<String, Long> counts,
        boolean healthy,
        long bufferBytes,
        long bufferLimit) {
    private static final String TOPIC = "topic";
    private static final String DROPPED = "dropped_";

    /** To be called on the loop. */
    static BrokerFigures take(Router router, TransportLoop loop, SortedMap<String, Long> counts) {
        return new BrokerFigures(
                router.figures(),
                loop.traffic().connections(),
                counts,
                router.journalFailure().isEmpty(),
                loop.budget().used(),
                loop.budget().limit());
    }

    List<MetricSnapshot> snapshots() {
        List<MetricSnapshot> all = new ArrayList<>();
        all.add(calls());
        all.add(publishes());
        all.add(gauge("broker_websocket_connections", "WebSocket connections", webSockets()));
        all.add(connectionsByTransport());
        all.add(gauge("rembus_connections_known", "Connections that the router knows", routing.sessions()));
        all.add(gauge("rembus_calls_under_way", "Requests that wait for their answers", routing.callsUnderWay()));
        all.add(gauge("rembus_journal_waiting", "Entries that wait for the journal", routing.unsettled()));
        all.add(gauge("rembus_journal_waiting_bytes", "Bytes that wait for the journal", routing.unsettledBytes()));
        all.add(gauge("rembus_journal_head", "Number of the last entry that is durable", routing.head()));
        all.add(gauge("rembus_healthy", "1 while the journal can write, else 0", healthy ? 1 : 0));
        all.add(gauge("rembus_buffer_bytes", "Bytes that the buffers of all connections hold", bufferBytes));
        all.add(gauge("rembus_buffer_limit_bytes", "Bytes that they may hold", bufferLimit));
        all.add(storing());
        all.add(drops());
        counts.forEach((name, count) -> {
            if (!name.startsWith(DROPPED)) {
                all.add(CounterSnapshot.builder()
                        .name("rembus_" + name)
                        .help("See docs/operations.md, What is counted")
                        .dataPoint(new CounterDataPointSnapshot(count, Labels.EMPTY, null, 0))
                        .build());
            }
        });
        return all;
    }

    private long webSockets() {
        return connections.getOrDefault("ws", 0L) + connections.getOrDefault("wss", 0L);
    }

    private static MetricSnapshot gauge(String name, String help, long value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(new GaugeDataPointSnapshot((double) value, Labels.EMPTY, null))
                .build();
    }

    private MetricSnapshot connectionsByTransport() {
        GaugeSnapshot.Builder builder =
                GaugeSnapshot.builder().name("rembus_connections").help("Connections that carry messages");
        connections.forEach((transport, count) ->
                builder.dataPoint(new GaugeDataPointSnapshot(count, Labels.of("transport", transport), null)));
        return builder.build();
    }

    private MetricSnapshot drops() {
        CounterSnapshot.Builder builder =
                CounterSnapshot.builder().name("rembus_dropped").help("Messages that were dropped, by reason");
        counts.forEach((name, count) -> {
            if (name.startsWith(DROPPED)) {
                builder.dataPoint(new CounterDataPointSnapshot(
                        count, Labels.of("reason", name.substring(DROPPED.length())), null, 0));
            }
        });
        return builder.build();
    }

    /** No counter, because a counter's name would be made to end with {@code _total}, which that of peers does not. */
    private MetricSnapshot publishes() {
        UnknownSnapshot.Builder builder =
                UnknownSnapshot.builder().name("broker_pub").help("Messages published, by topic; * for the others");
        routing.published()
                .forEach((topic, count) ->
                        builder.dataPoint(new UnknownDataPointSnapshot(count, Labels.of(TOPIC, topic), null)));
        return builder.build();
    }

    private MetricSnapshot calls() {
        HistogramSnapshot.Builder builder =
                HistogramSnapshot.builder().name("broker_rpc").help("Seconds until calls were answered, by service");
        routing.called().forEach((topic, taken) -> builder.dataPoint(histogram(taken, Labels.of(TOPIC, topic))));
        return builder.build();
    }

    private MetricSnapshot storing() {
        return HistogramSnapshot.builder()
                .name("rembus_journal_seconds")
                .help("Seconds from an entry's coming until it was durable; one at a time is measured")
                .dataPoint(histogram(routing.storing(), Labels.EMPTY))
                .build();
    }

    private static HistogramDataPointSnapshot histogram(Times.Taken taken, Labels labels) {
        return HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(taken.bounds(), taken.counts()))
                .sum(taken.sum())
                .labels(labels)
                .build();
    }
}
