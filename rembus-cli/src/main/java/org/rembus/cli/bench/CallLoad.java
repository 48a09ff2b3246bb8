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

/** One service, whose result is its argument, and any number of callers, each with one call under way at a time. */
final class CallLoad implements Load {
    private final Fleet fleet;
    private final Options options;
    private volatile Tally tally = new Tally(System.nanoTime(), 1);

    private CallLoad(Fleet fleet, Options options) {
        this.fleet = fleet;
        this.options = options;
    }

    /**
     * What to call.
     *
     * @param bytes of the only argument, which is also the result
     */
    record Options(String topic, int bytes, Execution execution, int callers) {}

    /** Connects and exposes the service. */
    static CallLoad connect(ComponentOptions component, Options options) {
        Fleet fleet = Fleet.connect(component, options.callers() + 1);
        try {
            Service service =
                    Service.of(options.topic()).execution(options.execution()).maxConcurrent(options.callers());
            fleet.first().expose(service, request -> request.arguments().get(0));
            return new CallLoad(fleet, options);
        } catch (RuntimeException e) {
            fleet.close();
            throw e;
        }
    }

    @Override
    public Measured run(Bounds bounds) throws InterruptedException {
        long startNs = System.nanoTime();
        Tally current = new Tally(startNs, bounds.count());
        tally = current;
        AtomicLong left = new AtomicLong(bounds.count());
        List<Senders.Sender> calling = new ArrayList<>();
        for (Component caller : fleet.others()) {
            Schedule schedule = Schedule.oneOf(options.callers(), calling.size(), bounds, startNs, left);
            calling.add(() -> call(caller, schedule, current));
        }
        long sent = Senders.run(calling);
        return current.measured(sent, sent - current.failed(), Latency.MEANS_SOMETHING)
                .build();
    }

    private long call(Component caller, Schedule schedule, Tally current) {
        Call template = Call.to(options.topic());
        byte[] argument = new byte[options.bytes()];
        long sent = 0;
        for (long due = schedule.awaitNext(); due != Schedule.OVER; due = schedule.awaitNext()) {
            sent++;
            try {
                caller.rpc(template.with((Object) argument));
                long nowNs = System.nanoTime();
                current.onReceived(nowNs);
                current.onLatency(nowNs - due);
            } catch (RembusException failure) {
                current.onFailed(failure);
            }
        }
        return sent;
    }

    @Override
    public Progress progress() {
        return tally.progress("answered");
    }

    @Override
    public void close() {
        fleet.close();
    }
}
