package org.rembus.benchmarks.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Peers that connect to a broker by WebSocket, and again whenever their connection ends, after a pause like that of our
 * components: anything up to a second, then twice as long each time, up to ten seconds, shortened by up to a half.
 */
public final class PeerFleet implements AutoCloseable {
    private static final long PERIOD_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST_PERIODS = 10;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int LOOK_EVERY_MS = 5;

    private final Selector selector;
    private final InetSocketAddress broker;
    private final Part part;
    private final int mostUnderWay;
    private final byte[] bytes = new byte[BUFFER_BYTES];
    private final PriorityQueue<Peer> pausing = new PriorityQueue<>(Comparator.comparingLong(Peer::dueNs));
    private final Random random = new Random(1);
    private final FleetCounts counts = new FleetCounts();
    private final Thread thread;
    private final int size;
    private int underWay;
    private volatile boolean closing;
    private volatile @Nullable IOException failure;

    /** @param mostUnderWay how many may be connecting at a time */
    private PeerFleet(InetSocketAddress broker, int size, int mostUnderWay, Part part) throws IOException {
        this.broker = broker;
        this.size = size;
        this.part = part;
        this.mostUnderWay = mostUnderWay;
        this.selector = Selector.open();
        this.thread = Thread.ofPlatform().daemon().name("fleet").unstarted(this::run);
    }

    /** A fleet whose peers connect one behind the other at first, and come back as they like. */
    public static PeerFleet start(InetSocketAddress broker, int size, int mostUnderWay, Part part) throws IOException {
        PeerFleet fleet = new PeerFleet(broker, size, mostUnderWay, part);
        for (int number = 0; number < size; number++) {
            fleet.pausing.add(new Peer(fleet, number));
        }
        fleet.thread.start();
        return fleet;
    }

    public FleetCounts counts() {
        return counts;
    }

    /** Waits until all are connected and have their answers. */
    public void awaitAllUp(long mostSeconds) throws IOException, InterruptedException {
        await(() -> counts.up() == size, mostSeconds);
    }

    /** @throws IOException if it does not become true within that time */
    public void await(BooleanSupplier condition, long mostSeconds) throws IOException, InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(mostSeconds);
        while (!condition.getAsBoolean()) {
            IOException failed = failure;
            if (failed != null) {
                throw failed;
            }
            if (System.nanoTime() - endNs > 0) {
                throw new IOException(
                        "in vain waited for " + mostSeconds + " s: " + counts.up() + " of " + size + " are there, "
                                + counts.refused() + " attempts were refused, " + counts.cutOff() + " cut off");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
        }
    }

    // -- on the fleet's thread --

    private void run() {
        try {
            while (!closing) {
                connectDue();
                selector.select(key -> ((Peer) key.attachment()).onReady(), pauseMs());
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException e) {
            failure = e;
        } catch (UncheckedIOException e) {
            failure = e.getCause();
        }
    }

    private void connectDue() throws IOException {
        while (underWay < mostUnderWay && !pausing.isEmpty() && pausing.peek().dueNs() - System.nanoTime() <= 0) {
            underWay++;
            counts.attempts.increment();
            pausing.remove().connect();
        }
    }

    private long pauseMs() {
        return pausing.isEmpty() || underWay >= mostUnderWay ? LOOK_EVERY_MS * 10L : LOOK_EVERY_MS;
    }

    Selector selector() {
        return selector;
    }

    InetSocketAddress broker() {
        return broker;
    }

    Part part() {
        return part;
    }

    /** For reading into, shared by all; nothing is in it between calls. */
    byte[] bytes() {
        return bytes;
    }

    /** Anything, for masks. */
    int nextInt() {
        return random.nextInt();
    }

    void onUp() {
        underWay--;
        counts.up.incrementAndGet();
    }

    /** A peer's connection has ended: it pauses now. */
    void onEnded(Peer peer, Peer.Phase phase) {
        switch (phase) {
            case UP -> {
                counts.up.decrementAndGet();
                counts.lost.increment();
            }
            case CONNECTING -> {
                underWay--;
                counts.refused.increment();
            }
            case SHAKING, GREETING -> {
                underWay--;
                counts.cutOff.increment();
            }
        }
        pausing.add(peer);
    }

    long nextPauseNs(int failures) {
        if (failures == 0) {
            return random.nextLong(PERIOD_NS);
        }
        long longest = PERIOD_NS * Math.min(MOST_PERIODS, 1L << Math.min(failures, MOST_PERIODS));
        return random.nextLong(longest / 2, longest);
    }

    /** Ends all connections at once. */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join();
            selector.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
