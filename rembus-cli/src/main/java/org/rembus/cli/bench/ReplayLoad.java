package org.rembus.cli.bench;

import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rembus.cli.bench.Tally.Latency;
import org.rembus.client.Component;
import org.rembus.client.ComponentOptions;
import org.rembus.client.Execution;
import org.rembus.client.From;
import org.rembus.client.Publish;
import org.rembus.client.Received;
import org.rembus.client.Rembus;
import org.rembus.client.Subscription;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Rid;

/**
 * A backlog, published while its only subscriber is away, and how fast the subscriber gets it when it comes back.
 *
 * <p>Each run has a topic of its own. A message has one argument, binary, of as many bytes as are asked for, and begins with a
 * {@link Stamp}.
 */
final class ReplayLoad implements Load {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int WINDOW = 256;

    private final Component publisher;
    private final ComponentOptions subscriber;
    private final Options options;
    private int runs;
    private volatile Supplier<Progress> progress;

    private ReplayLoad(Component publisher, ComponentOptions subscriber, Options options) {
        this.publisher = publisher;
        this.subscriber = subscriber;
        this.options = options;
        Tally nothing = new Tally(System.nanoTime(), 1);
        this.progress = () -> nothing.progress("published");
    }

    /**
     * What to publish, and who is away.
     *
     * @param subscriber the name of the component that is away; nobody else's
     * @param topic what the topics begin with
     * @param bytes of the only argument
     * @param qos of the backlog, and so of its replay
     */
    record Options(Rid subscriber, String topic, int bytes, QoS qos) {
        Options {
            Stamp.check(bytes);
        }
    }

    /** Connects the publisher. */
    static ReplayLoad connect(ComponentOptions.Builder component, Options options) {
        Component publisher = Rembus.component(component.build());
        ComponentOptions named = component.name(options.subscriber().name()).build();
        return new ReplayLoad(publisher, named, options);
    }

    /** A backlog as large as the one that counts, at most. */
    @Override
    public Bounds warmUp(Duration duration, Bounds bounds) {
        return new Bounds(duration, bounds.count(), bounds.perSecond());
    }

    @Override
    public Measured run(Bounds bounds) throws InterruptedException {
        Subscription subscription = Subscription.to(options.topic() + "/" + runs++)
                .from(From.lastReceived())
                .execution(Execution.NON_BLOCKING);
        try (Component before = Rembus.component(subscriber)) {
            before.subscribe(subscription, message -> {});
        }
        Tally published = new Tally(System.nanoTime(), bounds.count());
        progress = () -> published.progress("published");
        long sent = publish(subscription.topic(), bounds, published);
        return replay(subscription, sent, published);
    }

    private long publish(String topic, Bounds bounds, Tally published) throws InterruptedException {
        Schedule schedule = Schedule.only(bounds, System.nanoTime());
        Semaphore window = new Semaphore(WINDOW);
        Publish template = Publish.to(topic).qos(options.qos());
        byte[] argument = new byte[options.bytes()];
        long sent = 0;
        for (long due = schedule.awaitNext(); due != Schedule.OVER; due = schedule.awaitNext()) {
            window.acquire();
            Stamp.write(argument, sent, due);
            publisher.async().publish(template.with((Object) argument)).whenComplete((done, failure) -> {
                onSettled(failure, published);
                window.release();
            });
            sent++;
        }
        window.acquire(WINDOW);
        publisher.publish(Publish.to(options.topic() + "/end").qos(QoS.AT_LEAST_ONCE)); // all before it is stored
        return sent;
    }

    private static void onSettled(@Nullable Throwable failure, Tally published) {
        if (failure == null) {
            published.onReceived(System.nanoTime());
        } else {
            published.onFailed(failure);
        }
    }

    private Measured replay(Subscription subscription, long sent, Tally published) {
        Window window = new Window(Integer.MAX_VALUE, 1, PATIENCE.toNanos());
        BitSet seen = new BitSet();
        long backNs = System.nanoTime();
        Tally replayed = new Tally(backNs, Math.max(1, sent));
        progress = () -> replayed.progress("replayed");
        try (Component back = Rembus.component(subscriber)) {
            back.subscribe(subscription, message -> onMessage(message, backNs, seen, replayed, window));
            window.awaitReceived(sent - 1);
            back.unsubscribe(subscription.topic());
        }
        return measured(sent, published, replayed);
    }

    /** On the subscriber's I/O thread. */
    private static void onMessage(Received message, long backNs, BitSet seen, Tally replayed, Window window) {
        int number = (int) Stamp.number(message.argument(0, byte[].class));
        if (!seen.get(number)) { // at least once is what QoS 1 promises
            seen.set(number);
            long nowNs = System.nanoTime();
            replayed.onReceived(nowNs);
            replayed.onLatency(nowNs - backNs);
            window.onReceived(0, number);
        }
    }

    private static Measured measured(long sent, Tally published, Tally replayed) {
        long stored = sent - published.failed();
        Measured.Builder measured = replayed.measured(sent, stored, Latency.MEANS_SOMETHING)
                .figure("failed", published.failed())
                .figure("published_per_second", published.rate());
        if (published.failed() > 0) {
            measured.failure(published.failed() + " could not be published");
        }
        if (stored > replayed.received()) {
            measured.remark("lost: " + (stored - replayed.received())
                    + " were acknowledged and not replayed; a broker keeps only so much (its log says what is gone)");
        }
        return measured.build();
    }

    @Override
    public Progress progress() {
        return progress.get();
    }

    @Override
    public void close() {
        publisher.close();
    }
}
