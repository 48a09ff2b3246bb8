package org.rembus.cli.bench;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.rembus.cli.bench.Tally.Latency;
import org.rembus.client.Component;
import org.rembus.client.ComponentOptions;
import org.rembus.client.Execution;
import org.rembus.client.Publish;
import org.rembus.client.Received;
import org.rembus.client.Subscription;
import org.rembus.protocol.QoS;

/**
 * One publisher and any number of subscribers of its topic.
 *
 * <p>A message has three arguments: its number in the run, the time when it was due (ns), and as many bytes as are asked for.
 */
public final class PublishLoad implements Load {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Fleet fleet;
    private final Options options;
    private final Semaphore acknowledgements;
    private volatile Run run;

    private PublishLoad(Fleet fleet, Options options) {
        this.fleet = fleet;
        this.options = options;
        this.acknowledgements = new Semaphore(options.window());
        this.run = new Run(System.nanoTime(), Latency.MEANS_NOTHING);
    }

    /**
     * What to publish.
     *
     * @param bytes of the third argument
     * @param window how many messages may be under way: not yet received and, at QoS 1 and 2, not yet acknowledged
     */
    public record Options(String topic, int bytes, QoS qos, int subscribers, int window) {}

    /** Connects and subscribes. */
    public static PublishLoad connect(ComponentOptions component, Options options) {
        Fleet fleet = Fleet.connect(component, options.subscribers() + 1);
        PublishLoad load = new PublishLoad(fleet, options);
        try {
            load.subscribe();
            return load;
        } catch (RuntimeException e) {
            fleet.close();
            throw e;
        }
    }

    /** What belongs to one run. */
    private final class Run {
        private final long startNs;
        private final Latency latency;
        private final Tally tally;
        private final Window window;

        Run(long startNs, Latency latency) {
            this.startNs = startNs;
            this.latency = latency;
            this.tally = new Tally(startNs);
            this.window = new Window(options.window(), options.subscribers(), PATIENCE.toNanos());
        }

        void onMessage(int subscriber, Received message) {
            long nowNs = System.nanoTime();
            long dueNs = message.argument(1, Long.class);
            if (dueNs - startNs < 0) {
                return; // a late one of the run before
            }
            tally.onReceived(nowNs);
            if (latency == Latency.MEANS_SOMETHING) {
                tally.onLatency(nowNs - dueNs);
            }
            window.onReceived(subscriber, message.argument(0, Long.class));
        }
    }

    private void subscribe() {
        Subscription subscription = Subscription.to(options.topic()).execution(Execution.NON_BLOCKING);
        int index = 0;
        for (Component subscriber : fleet.others()) {
            int number = index++;
            subscriber.subscribe(subscription, message -> run.onMessage(number, message));
        }
    }

    @Override
    public Measured run(Bounds bounds) throws InterruptedException {
        long startNs = System.nanoTime();
        Run current = new Run(startNs, bounds.isPaced() ? Latency.MEANS_SOMETHING : Latency.MEANS_NOTHING);
        run = current;
        long sent = publish(Schedule.only(bounds, startNs), current);
        acknowledgements.acquire(options.window());
        acknowledgements.release(options.window());
        current.window.awaitReceived(sent - 1);
        return current.tally.measured(sent, options.subscribers(), current.latency);
    }

    private long publish(Schedule schedule, Run current) throws InterruptedException {
        Component publisher = fleet.first();
        Publish template = Publish.to(options.topic()).qos(options.qos());
        byte[] filling = new byte[options.bytes()];
        long sent = 0;
        for (long due = schedule.awaitNext(); due != Schedule.OVER; due = schedule.awaitNext()) {
            current.window.awaitRoom(sent);
            Publish message = template.with(sent, due, filling);
            if (options.qos().isAcknowledged()) {
                acknowledgements.acquire();
                publisher.async().publish(message).whenComplete((done, failure) -> onSettled(failure, current));
            } else {
                publisher.publish(message);
            }
            sent++;
        }
        return sent;
    }

    private void onSettled(@Nullable Throwable failure, Run current) {
        acknowledgements.release();
        if (failure != null) {
            current.tally.onFailed(failure);
        }
    }

    @Override
    public long received() {
        return run.tally.received();
    }

    @Override
    public void close() {
        fleet.close();
    }
}
