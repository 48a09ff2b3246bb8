package org.rembus.benchmarks.bounded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.rembus.benchmarks.plot.Axis;
import org.rembus.benchmarks.plot.Line;
import org.rembus.benchmarks.plot.LineChart;
import org.rembus.benchmarks.plot.Point;
import org.rembus.benchmarks.router.LoneRouter;
import org.rembus.broker.routing.connection.ConnectionEvents;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;

/**
 * What subscriptions cost the router, in this process and without sockets: components with 100 each, 90 of topics of their own and
 * 10 of patterns; the memory of each, the time to subscribe, and what a publish costs beside them to a topic with one receiver, to one
 * with 1,000, and to topics that nobody has published to lately. Then the same while subscriptions come and go.
 */
final class Subscriptions {
    static final Map<String, Long> USUAL = Map.of("--most", 1_000_000L);

    private static final int EACH = 100;
    private static final int PATTERNS_OF_EACH = 10;
    private static final int FEWEST = 1000;
    private static final int RECEIVERS = 1000;
    private static final int TOPICS = 10_000;
    private static final int TURN = 1000;
    private static final int PUBLISHES = 300_000;
    private static final int RUNS = 5;
    private static final int WARM_UP = 3_000_000;
    private static final List<String> ONE = List.of("one");
    private static final List<String> THOUSAND = List.of("thousand");

    /** A publish must not cost more than so many times what it costs beside few. */
    private static final double MOST_TIMES = 2;

    private final LoneRouter router = new LoneRouter(this::onWritten);
    private final Payload data = Payload.ofArguments(new byte[124]);
    private final List<Row> rows = new ArrayList<>();
    private int components;
    private long refused;

    /**
     * What was found.
     *
     * @param bytes of heap, for each subscription
     * @param subscribeUs to subscribe
     * @param oneNs to publish to one receiver
     * @param thousandUs to publish to 1,000
     * @param newTopicNs to publish to a topic for the first time, to nobody
     */
    record Row(
            long subscriptions, double bytes, double subscribeUs, double oneNs, double thousandUs, double newTopicNs) {}

    static boolean measure(Wishes wishes, Path folder, Findings findings) throws IOException {
        Subscriptions all = new Subscriptions();
        boolean isFlat = all.grow(wishes.number("--most"), findings);
        all.churn(findings);
        return isFlat && all.refused == 0;
    }

    private boolean grow(long most, Findings findings) throws IOException {
        router.subscribe(i -> "one", 0, 1);
        for (int i = 0; i < RECEIVERS; i++) {
            router.subscribe(number -> "thousand", 0, 1);
        }
        publishNs(WARM_UP, ONE, () -> {});
        publishNs(WARM_UP / RECEIVERS, THOUSAND, () -> {});
        long before = usedBytes();
        for (long size = FEWEST; size <= most; size *= 10) {
            Row row = measure(size, before);
            rows.add(row);
            findings.say(row.toString());
        }
        findings.table("by subscriptions", rows);
        findings.attach("-publish.svg", drawn().svg());
        return rows.getLast().oneNs() < MOST_TIMES * rows.getFirst().oneNs();
    }

    private Row measure(long size, long bytesBefore) {
        long startNs = System.nanoTime();
        int added = 0;
        while ((long) components * EACH < size) {
            int component = components++;
            router.subscribe(i -> topic(component, i), 0, EACH);
            added += EACH;
        }
        double subscribeUs = (System.nanoTime() - startNs) / 1000.0 / added;
        double bytes = (double) (usedBytes() - bytesBefore) / size;
        double oneNs = leastNs(PUBLISHES, ONE, () -> {});
        double thousandNs = leastNs(PUBLISHES / RECEIVERS, THOUSAND, () -> {});
        List<String> fresh = IntStream.range(0, PUBLISHES)
                .mapToObj(i -> "new-" + size + "/" + i)
                .toList();
        return new Row(
                size,
                Math.round(bytes),
                rounded(subscribeUs),
                Math.round(oneNs),
                rounded(thousandNs / 1000),
                Math.round(publishNs(PUBLISHES, fresh, () -> {})));
    }

    /** 1,000 changes in a second beside 100,000 messages, to topics with a receiver each. */
    private void churn(Findings findings) {
        List<String> topics =
                IntStream.range(0, TOPICS).mapToObj(i -> "busy-" + i + "/value").toList();
        router.subscribe(topics::get, 0, TOPICS);
        ConnectionEvents changing = router.subscribe(topics::get, 0, 0);
        publishNs(PUBLISHES, topics, () -> {});
        findings.figure("publish, nothing changes, ns", Math.round(leastNs(PUBLISHES, topics, () -> {})));
        findings.figure(
                "publish, a topic comes or goes with every 100th, ns",
                Math.round(leastNs(PUBLISHES, topics, alternating(changing, "other"))));
        findings.figure(
                "publish, a pattern below a level of its own comes or goes with every 100th, ns",
                Math.round(leastNs(PUBLISHES, topics, alternating(changing, "other/*"))));
        findings.figure(
                "publish, a pattern for any first level comes or goes with every 100th, ns",
                Math.round(leastNs(PUBLISHES, topics, alternating(changing, "*/other"))));
        findings.figure(
                "publish to one topic, a pattern comes or goes with every 100th, ns",
                Math.round(leastNs(PUBLISHES, ONE, alternating(changing, "*/other"))));
        findings.figure(
                "publish to 1,000 receivers, a topic comes or goes beside each, µs",
                rounded(leastNs(PUBLISHES / RECEIVERS, THOUSAND, alternating(changing, "other")) / 1000));
    }

    private Runnable alternating(ConnectionEvents component, String topic) {
        boolean[] present = {false};
        return () -> {
            present[0] = !present[0];
            router.command(component, 1, topic, Map.of("cmd", present[0] ? "subscribe" : "unsubscribe", "msg_from", 0));
        };
    }

    private void onWritten(Object written) {
        if (written instanceof Message.Response response && response.status() != Status.SUCCESS) {
            refused++;
        }
    }

    private static String topic(int component, int number) {
        String own = component + "-" + number;
        return number < PATTERNS_OF_EACH ? "p" + own + "/*" : "t" + own;
    }

    /** The least of some runs: what else the machine does only adds to it. */
    private double leastNs(int count, List<String> topics, Runnable afterHundred) {
        double least = publishNs(count, topics, afterHundred);
        for (int run = 1; run < RUNS; run++) {
            least = Math.min(least, publishNs(count, topics, afterHundred));
        }
        return least;
    }

    private double publishNs(int count, List<String> topics, Runnable afterHundred) {
        long startNs = System.nanoTime();
        for (int i = 0; i < count; i++) {
            if (i % TURN == 0) {
                router.endTurn();
                router.beginTurn();
            }
            router.publish(Message.Publish.of(topics.get(i % topics.size()), data));
            if (i % 100 == 99) {
                afterHundred.run();
            }
        }
        router.endTurn();
        return (double) (System.nanoTime() - startNs) / count;
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static double rounded(double number) {
        return Math.round(number * 10) / 10.0;
    }

    private LineChart drawn() {
        return new LineChart(
                "Processor time of a publish in the router",
                Axis.log("subscriptions beside it"),
                Axis.linear("ns"),
                List.of(line("to one receiver", Row::oneNs), line("to a new topic, nobody's", Row::newTopicNs)));
    }

    private Line line(String name, ToDoubleFunction<Row> value) {
        return new Line(
                name,
                rows.stream()
                        .map(row -> new Point(row.subscriptions(), value.applyAsDouble(row)))
                        .toList());
    }
}
