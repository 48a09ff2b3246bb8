package org.rembus.benchmarks.bounded;

import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.rembus.client.Component;
import org.rembus.client.Execution;
import org.rembus.client.Publish;
import org.rembus.client.Received;
import org.rembus.client.Rembus;
import org.rembus.client.Subscription;

/** One publisher to a number of topics, at QoS 0, and one subscriber to all of them, which is never far behind. */
final class Throughput implements AutoCloseable {
    private static final int WINDOW = 2048;
    private static final int WINDOW_BYTES = 4 << 20;
    private static final int PATIENCE_SECONDS = 10;
    private static final long LONGEST_US = TimeUnit.SECONDS.toMicros(60);

    private final Component publisher;
    private final Component subscriber;
    private final Semaphore window;
    private final int most;
    private final int topics;
    private final byte[] argument;
    private final Histogram latencyUs = new ConcurrentHistogram(LONGEST_US, 3);

    /** @param bytes of the only argument; 8 at least */
    Throughput(String url, int topics, int bytes) {
        this.topics = topics;
        this.argument = new byte[bytes];
        this.most = Math.clamp(WINDOW_BYTES / bytes, 1, WINDOW);
        this.window = new Semaphore(most);
        this.publisher = Rembus.component(url);
        this.subscriber = Rembus.component(url);
        subscriber.subscribe(Subscription.to("growth/*").execution(Execution.NON_BLOCKING), this::onMessage);
    }

    private void onMessage(Received message) {
        long dueNs = ByteBuffer.wrap(message.argument(0, byte[].class)).getLong();
        latencyUs.recordValue(Math.clamp(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - dueNs), 0, LONGEST_US));
        window.release();
    }

    /** So many a second, at most. */
    double mostPerSecond(double seconds) throws InterruptedException {
        long startNs = System.nanoTime();
        long endNs = startNs + (long) (seconds * 1e9);
        long sent = 0;
        while (System.nanoTime() - endNs < 0) {
            publish(sent++, System.nanoTime());
        }
        awaitAll();
        return sent * 1e9 / (System.nanoTime() - startNs);
    }

    /** The time from when a message was due until it has come, which 99 of 100 do not exceed, at that rate. */
    double p99Us(double perSecond, double seconds) throws InterruptedException {
        latencyUs.reset();
        long startNs = System.nanoTime();
        for (long sent = 0; sent < perSecond * seconds; sent++) {
            long dueNs = startNs + (long) (sent * 1e9 / perSecond);
            LockSupport.parkNanos(dueNs - System.nanoTime());
            publish(sent, dueNs);
        }
        awaitAll();
        return latencyUs.getValueAtPercentile(99);
    }

    private void publish(long number, long dueNs) throws InterruptedException {
        if (!window.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("a message did not come");
        }
        ByteBuffer.wrap(argument).putLong(dueNs);
        publisher.publish(Publish.to("growth/" + number % topics).with((Object) argument));
    }

    private void awaitAll() throws InterruptedException {
        if (!window.tryAcquire(most, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("messages did not come");
        }
        window.release(most);
    }

    @Override
    public void close() {
        publisher.close();
        subscriber.close();
    }
}
