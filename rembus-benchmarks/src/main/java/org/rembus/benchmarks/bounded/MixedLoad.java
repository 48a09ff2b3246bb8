package org.rembus.benchmarks.bounded;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.rembus.client.Component;
import org.rembus.client.From;
import org.rembus.client.Publish;
import org.rembus.client.Rembus;
import org.rembus.protocol.QoS;

/**
 * All that components do, at the same time: publish at every quality, to few topics and to ever new ones; subscribe to topics
 * and patterns, and come and go; call; and come back under their names for what they missed. Closing ends all of it.
 */
final class MixedLoad implements AutoCloseable {
    private static final int TOPICS = 10;
    private static final int BYTES = 120;
    private static final int NEW_TOPIC_EVERY = 100;
    private static final int WINDOW = 1000;
    private static final int PATIENCE_SECONDS = 20;
    private static final int LOOK_EVERY_MS = 50;
    private static final String SERVICE = "soak/service";

    private final String url;
    private final long perSecond;
    private final List<Thread> threads = new ArrayList<>();
    private final List<Component> standing = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final LongAdder published = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder calls = new LongAdder();
    private final LongAdder visits = new LongAdder();
    private volatile boolean closing;

    private MixedLoad(String url, long perSecond) {
        this.url = url;
        this.perSecond = perSecond;
    }

    /** What is repeated until the load ends. */
    @FunctionalInterface
    private interface Round {
        void run() throws InterruptedException;
    }

    /** @param perSecond messages published in a second; 0 for as many as are taken */
    static MixedLoad start(String url, long perSecond) {
        MixedLoad load = new MixedLoad(url, perSecond);
        load.standing.add(load.subscribed("soak/0"));
        load.standing.add(load.subscribed("soak/*"));
        Component service = Rembus.component(url);
        service.expose(SERVICE, Integer.class, number -> number + 1);
        load.standing.add(service);
        load.repeat(load::visit);
        load.repeat(load::comeBack);
        load.startCalling();
        load.startPublishing();
        return load;
    }

    private Component subscribed(String topic) {
        Component component = Rembus.component(url);
        component.subscribe(topic, message -> delivered.increment());
        return component;
    }

    private void repeat(Round round) {
        threads.add(Thread.ofPlatform().daemon().start(() -> {
            try {
                while (!closing) {
                    round.run();
                }
            } catch (RuntimeException | InterruptedException e) {
                failure.compareAndSet(null, e);
            }
        }));
    }

    private void visit() throws InterruptedException {
        awaitMessages(url, "soak/**", From.now());
    }

    /** The name is remembered: what it missed comes from the journal. */
    private void comeBack() throws InterruptedException {
        awaitMessages(url + "/soak-durable", "soak/1", From.lastReceived());
    }

    private void awaitMessages(String address, String topic, From from) throws InterruptedException {
        CountDownLatch some = new CountDownLatch(TOPICS);
        try (Component component = Rembus.component(address)) {
            component.subscribe(topic, from, message -> {
                delivered.increment();
                some.countDown();
            });
            boolean have = false;
            while (!closing && !have) {
                have = some.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
            }
        }
        visits.increment();
    }

    private void startCalling() {
        Component caller = Rembus.component(url);
        standing.add(caller);
        repeat(() -> {
            caller.rpc(SERVICE, 1);
            calls.increment();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        });
    }

    private void startPublishing() {
        Component publisher = Rembus.component(url);
        standing.add(publisher);
        Semaphore window = new Semaphore(WINDOW);
        long startNs = System.nanoTime();
        repeat(() -> {
            long number = published.sum();
            if (perSecond > 0) {
                LockSupport.parkNanos(startNs + TimeUnit.SECONDS.toNanos(number) / perSecond - System.nanoTime());
            }
            publish(publisher, window, number);
        });
    }

    private void publish(Component publisher, Semaphore window, long number) throws InterruptedException {
        String topic = "soak/" + (number % NEW_TOPIC_EVERY == 0 ? "new-" + number : number % TOPICS);
        QoS qos = QoS.values()[(int) (number % QoS.values().length)];
        Publish message = Publish.to(topic).qos(qos).with(new byte[BYTES]);
        if (!window.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no acknowledgement for " + PATIENCE_SECONDS + " s");
        }
        publisher.async().publish(message).whenComplete((done, failed) -> {
            window.release();
            if (failed != null && !closing) {
                failure.compareAndSet(null, failed);
            }
        });
        published.increment();
    }

    long published() {
        return published.sum();
    }

    /** What it has done, for people. */
    String done() {
        return published + " published, " + delivered + " delivered, " + calls + " calls, " + visits + " visits";
    }

    /** What went wrong; null when nothing did. */
    @Nullable
    Throwable failure() {
        return failure.get();
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        for (Thread thread : threads) {
            thread.join();
        }
        standing.forEach(Component::close);
    }
}
