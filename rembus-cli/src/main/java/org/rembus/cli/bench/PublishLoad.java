package org.rembus.cli.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;
import org.rembus.client.Component;
import org.rembus.client.Execution;
import org.rembus.client.Publish;
import org.rembus.client.Received;
import org.rembus.client.Subscription;
import org.rembus.protocol.QoS;

/**
 * One publisher and any number of subscribers of its topic.
 *
 * <p>A message has two arguments, the time when it was due (ns) and as many bytes as are asked for.
 */
final class PublishLoad {
    private static final int PRECISION_DIGITS = 3;
    private static final Duration QUIET = Duration.ofSeconds(2);

    private final Component publisher;
    private final List<Component> subscribers;
    private final Options options;
    private final Recorder latencies = new Recorder(PRECISION_DIGITS);
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Semaphore window;
    private volatile long lastReceivedNs;

    /**
     * What to publish.
     *
     * @param bytes of the second argument
     * @param perSecond 0 for as fast as possible
     * @param window how many may be unacknowledged, at QoS 1 and 2
     */
    record Options(String topic, int bytes, QoS qos, double perSecond, int window, Duration duration) {}

    /** Components are connected already, and closed by whoever connected them. */
    PublishLoad(Component publisher, List<Component> subscribers, Options options) {
        this.publisher = publisher;
        this.subscribers = new ArrayList<>(subscribers);
        this.options = options;
        this.window = new Semaphore(options.window());
    }

    /** Runs it to its end: until the time is over and what was sent has come, or nothing has come for two seconds. */
    Measured run() throws InterruptedException {
        Subscription subscription = Subscription.to(options.topic()).execution(Execution.NON_BLOCKING);
        for (Component subscriber : subscribers) {
            subscriber.subscribe(subscription, this::onMessage);
        }
        long startNs = System.nanoTime();
        lastReceivedNs = startNs;
        long sent = publish(new Schedule(startNs, options.duration().toNanos(), options.perSecond()));
        awaitDeliveries(sent * subscribers.size());
        double seconds = (lastReceivedNs - startNs) / 1e9;
        boolean paced = options.perSecond() > 0;
        Histogram histogram = latencies.getIntervalHistogram();
        return new Measured(sent, received.get(), failed.get(), seconds, paced ? histogram : null);
    }

    private long publish(Schedule schedule) throws InterruptedException {
        Publish template = Publish.to(options.topic()).qos(options.qos());
        byte[] filling = new byte[options.bytes()];
        long sent = 0;
        for (long due = schedule.awaitNext(); due != -1; due = schedule.awaitNext()) {
            Publish message = template.with(due, filling);
            if (options.qos().isAcknowledged()) {
                window.acquire();
                publisher.async().publish(message).whenComplete((done, failure) -> settled(failure));
            } else {
                publisher.publish(message);
            }
            sent++;
        }
        return sent;
    }

    private void settled(@Nullable Throwable failure) {
        window.release();
        if (failure != null) {
            failed.incrementAndGet();
        }
    }

    private void onMessage(Received message) {
        long now = System.nanoTime();
        lastReceivedNs = now;
        received.incrementAndGet();
        if (options.perSecond() > 0) {
            latencies.recordValue(Math.max(0, now - message.argument(0, Long.class)));
        }
    }

    private void awaitDeliveries(long expected) throws InterruptedException {
        window.acquire(options.window());
        while (received.get() < expected && System.nanoTime() - lastReceivedNs < QUIET.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
