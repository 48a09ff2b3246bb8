package org.rembus.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.rembus.client.Component;
import org.rembus.client.ComponentOptions;
import org.rembus.client.Publish;
import org.rembus.protocol.QoS;

/**
 * Any number of publishers whose messages nobody gets, and how long each takes until the broker says that it has it.
 *
 * <p>A message has one argument, of as many bytes as are asked for. Each publisher has a topic of its own.
 */
final class DurableLoad implements Load {
    private final Fleet fleet;
    private final Options options;
    private volatile Tally tally = new Tally(System.nanoTime(), 1);

    private DurableLoad(Fleet fleet, Options options) {
        this.fleet = fleet;
        this.options = options;
    }

    /**
     * What to publish.
     *
     * @param topic what the topics begin with
     * @param bytes of the only argument
     * @param window how many messages of one publisher may be unacknowledged
     */
    record Options(String topic, int bytes, QoS qos, int publishers, int window) {
        Options {
            if (!qos.isAcknowledged()) {
                throw new IllegalArgumentException("nobody says of a message of QoS 0 that it is durable");
            }
        }
    }

    /** Connects the publishers. */
    static DurableLoad connect(ComponentOptions.Builder component, Options options) {
        ComponentOptions publisher = component.maxInflight(options.window()).build();
        return new DurableLoad(Fleet.connect(publisher, options.publishers()), options);
    }

    @Override
    public Measured run(Bounds bounds) throws InterruptedException {
        long startNs = System.nanoTime();
        Tally current = new Tally(startNs, bounds.count());
        tally = current;
        AtomicLong left = new AtomicLong(bounds.count());
        List<Senders.Sender> senders = new ArrayList<>();
        for (Component publisher : fleet.components()) {
            Publish template =
                    Publish.to(options.topic() + "/" + senders.size()).qos(options.qos());
            Schedule schedule = Schedule.oneOf(options.publishers(), senders.size(), bounds, startNs, left);
            senders.add(() -> publish(publisher, template, schedule, current));
        }
        long sent = Senders.run(senders);
        return current.measured(sent, sent - current.failed(), Tally.Latency.MEANS_SOMETHING)
                .build();
    }

    private long publish(Component publisher, Publish template, Schedule schedule, Tally current)
            throws InterruptedException {
        Semaphore window = new Semaphore(options.window());
        byte[] filling = new byte[options.bytes()];
        long sent = 0;
        for (long next = schedule.awaitNext(); next != Schedule.OVER; next = schedule.awaitNext()) {
            long dueNs = next;
            window.acquire();
            publisher.async().publish(template.with((Object) filling)).whenComplete((done, failure) -> {
                current.onSettled(failure, dueNs);
                window.release();
            });
            sent++;
        }
        window.acquire(options.window());
        return sent;
    }

    @Override
    public Progress progress() {
        return tally.progress("acknowledged");
    }

    @Override
    public void close() {
        fleet.close();
    }
}
