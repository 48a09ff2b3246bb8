package org.rembus.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.rembus.cli.bench.Tally.Latency;
import org.rembus.client.Call;
import org.rembus.client.Component;
import org.rembus.client.ComponentOptions;
import org.rembus.client.Execution;
import org.rembus.client.RembusException;
import org.rembus.client.Service;

/** Any number of components, each with one request under way at a time, whose answer it waits for. */
final class RequestLoad implements Load {
    private final Fleet fleet;
    private final List<Component> asking;
    private final Requests requests;
    private final String done;
    private volatile Tally tally = new Tally(System.nanoTime(), 1);

    /**
     * @param asking those of the fleet that ask
     * @param done what has been done with a request that succeeded, a participle
     */
    private RequestLoad(Fleet fleet, List<Component> asking, Requests requests, String done) {
        this.fleet = fleet;
        this.asking = asking;
        this.requests = requests;
        this.done = done;
    }

    /** What the components ask for. */
    @FunctionalInterface
    private interface Requests {
        /** That of one of them, which makes it again and again in one thread. */
        Runnable of(Component component);
    }

    /**
     * What to call.
     *
     * @param bytes of the only argument, which is also the result
     */
    record Calls(String topic, int bytes, Execution execution, int callers) {}

    /** Connects callers and a service, whose result is its argument. */
    static RequestLoad calls(ComponentOptions component, Calls calls) {
        Call template = Call.to(calls.topic());
        Requests requests = caller -> {
            byte[] argument = new byte[calls.bytes()];
            return () -> caller.rpc(template.with((Object) argument));
        };
        Fleet fleet = Fleet.connect(component, calls.callers() + 1);
        try {
            Service service =
                    Service.of(calls.topic()).execution(calls.execution()).maxConcurrent(calls.callers());
            fleet.first().expose(service, request -> request.arguments().get(0));
            return new RequestLoad(fleet, fleet.others(), requests, "answered");
        } catch (RuntimeException e) {
            fleet.close();
            throw e;
        }
    }

    /**
     * What to subscribe to.
     *
     * @param topic what all topics begin with
     * @param rest what they end with, a wildcard perhaps
     */
    record Subscriptions(String topic, String rest, int subscribers) {}

    /** Connects components that subscribe to ever new topics. */
    static RequestLoad subscriptions(ComponentOptions component, Subscriptions subscriptions) {
        AtomicLong number = new AtomicLong();
        Requests requests = subscriber -> () -> subscriber.subscribe(
                subscriptions.topic() + "/" + number.getAndIncrement() + subscriptions.rest(), message -> {});
        Fleet fleet = Fleet.connect(component, subscriptions.subscribers());
        return new RequestLoad(fleet, fleet.components(), requests, "subscribed");
    }

    @Override
    public Measured run(Bounds bounds) throws InterruptedException {
        long startNs = System.nanoTime();
        Tally current = new Tally(startNs, bounds.count());
        tally = current;
        AtomicLong left = new AtomicLong(bounds.count());
        List<Senders.Sender> senders = new ArrayList<>();
        for (Component component : asking) {
            Schedule schedule = Schedule.oneOf(asking.size(), senders.size(), bounds, startNs, left);
            senders.add(() -> ask(requests.of(component), schedule, current));
        }
        long sent = Senders.run(senders);
        return current.measured(sent, sent - current.failed(), Latency.MEANS_SOMETHING)
                .build();
    }

    private static long ask(Runnable request, Schedule schedule, Tally current) throws InterruptedException {
        long sent = 0;
        for (long due = schedule.awaitNext(); due != Schedule.OVER; due = schedule.awaitNext()) {
            sent++;
            try {
                request.run();
                current.onSettled(null, due);
            } catch (RembusException failure) {
                current.onSettled(failure, due);
            }
        }
        return sent;
    }

    @Override
    public Progress progress() {
        return tally.progress(done);
    }

    @Override
    public void close() {
        fleet.close();
    }
}
