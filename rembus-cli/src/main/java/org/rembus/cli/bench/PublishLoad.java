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
 * <p>A message has one argument, binary, of as many bytes as are asked for, and begins with a {@link Stamp}.
 */
final class PublishLoad implements Load {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Fleet fleet;
    private final Options options;
    private final Losses losses;
    private final Semaphore acknowledgements;
    private volatile Run run;

    private PublishLoad(Fleet fleet, Options options, Losses losses) {
        this.fleet = fleet;
        this.losses = losses;
        this.options = options;
        this.acknowledgements = new Semaphore(options.window());
        this.run = new Run(new Bounds(Duration.ofSeconds(1), 1, 0), System.nanoTime());
    }

    /**
     * What to publish.
     *
     * @param bytes of the only argument
     * @param execution where the subscribers' handlers run
     * @param window how many messages may be under way: not yet received and, at QoS 1 and 2, not yet acknowledged
     */
    record Options(String topic, int bytes, QoS qos, Execution execution, int subscribers, int window) {
        Options {
            Stamp.check(bytes);
        }

        /** So that it is the window that bounds what is under way. */
        ComponentOptions.Builder on(ComponentOptions.Builder component) {
            return qos.isAcknowledged() ? component.maxInflight(window) : component;
        }
    }

    /** Connects and subscribes. */
    static PublishLoad connect(ComponentOptions.Builder component, Options options) {
        Losses losses = new Losses();
        Fleet fleet = Fleet.connect(options.on(component).listener(losses).build(), options.subscribers() + 1);
        PublishLoad load = new PublishLoad(fleet, options, losses);
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

        Run(Bounds bounds, long startNs) {
            this.startNs = startNs;
            this.latency = bounds.isPaced() ? Latency.MEANS_SOMETHING : Latency.MEANS_NOTHING;
            this.tally = new Tally(startNs, (double) bounds.count() * options.subscribers());
            this.window = new Window(options.window(), options.subscribers(), PATIENCE.toNanos());
        }

        void onMessage(int subscriber, Received message) {
            long nowNs = System.nanoTime();
            byte[] argument = message.argument(0, byte[].class);
            long dueNs = Stamp.dueNs(argument);
            if (dueNs - startNs < 0) {
                return; // a late one of the run before
            }
            tally.onReceived(nowNs);
            if (latency == Latency.MEANS_SOMETHING) {
                tally.onLatency(nowNs - dueNs);
            }
            window.onReceived(subscriber, Stamp.number(argument));
        }
    }

    private void subscribe() {
        Subscription subscription = Subscription.to(options.topic()).execution(options.execution());
        int index = 0;
        for (Component subscriber : fleet.others()) {
            int number = index++;
            subscriber.subscribe(subscription, message -> run.onMessage(number, message));
        }
    }

    @Override
    public Measured run(Bounds bounds) throws InterruptedException {
        long startNs = System.nanoTime();
        Run current = new Run(bounds, startNs);
        run = current;
        losses.clear();
        long sent = publish(Schedule.only(bounds, startNs), current);
        acknowledgements.acquire(options.window());
        acknowledgements.release(options.window());
        current.window.awaitReceived(sent - 1);
        return measured(sent, current);
    }

    private Measured measured(long sent, Run current) throws InterruptedException {
        long expected = (sent - current.tally.failed()) * options.subscribers();
        long lost = expected - current.tally.received();
        if (lost <= 0) {
            return current.tally.measured(sent, expected, current.latency).build();
        }
        losses.awaitDropped(lost, PATIENCE.toNanos());
        return current.tally
                .measured(sent, expected, current.latency)
                .figure("lost_here", losses.droppedHere())
                .figure("lost_in_broker", losses.droppedByBroker())
                .remark(whereLost(lost - losses.droppedHere() - losses.droppedByBroker()))
                .build();
    }

    private String whereLost(long unexplained) {
        String where = "lost: " + losses.droppedHere()
                + " in the subscriptions' queues, because handlers were too slow; " + losses.droppedByBroker()
                + " in the broker, because more waited for a subscriber than it keeps";
        return unexplained <= 0
                ? where
                : where + "; " + unexplained + " with a connection that broke (" + losses.breaks()
                        + " did) or in a broker that does not tell";
    }

    private long publish(Schedule schedule, Run current) throws InterruptedException {
        Component publisher = fleet.first();
        Publish template = Publish.to(options.topic()).qos(options.qos());
        byte[] argument = new byte[options.bytes()];
        long sent = 0;
        for (long due = schedule.awaitNext(); due != Schedule.OVER; due = schedule.awaitNext()) {
            current.window.awaitRoom(sent);
            Stamp.write(argument, sent, due);
            Publish message = template.with((Object) argument);
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
    public Progress progress() {
        return run.tally.progress("received");
    }

    @Override
    public void close() {
        fleet.close();
    }
}
