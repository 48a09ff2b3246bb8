package org.rembus.broker.transport.tls;

import io.netty.channel.ChannelPipeline;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.arrival.Arrival;
import org.rembus.broker.transport.arrival.Entrance;

/**
 * Lets connections in that speak TLS, for any number of listeners. Whoever opened it closes it after them.
 *
 * <p>The cryptography of certificates, a signature and a key agreement for each connection, is done by threads of its own. So
 * many connections may wait for them as there may be in their handshake; when there are more, the newest fail.
 */
public final class TlsEntrance implements Entrance, AutoCloseable {
    private static final long CHECK_NS = TimeUnit.SECONDS.toNanos(1);

    private final Keystore keystore;
    private final TransportLoop loop;
    private final ConnectionOptions options;
    private final ThreadPoolExecutor crypto;
    private final AtomicBoolean checking = new AtomicBoolean();
    private final Future<?> checks;

    private TlsEntrance(Keystore keystore, TransportLoop loop, ConnectionOptions options, int maxHandshakes) {
        this.keystore = keystore;
        this.loop = loop;
        this.options = options;
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        this.crypto = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(maxHandshakes),
                new DefaultThreadFactory("rembus-tls", true));
        this.checks = loop.eventLoop().scheduleAtFixedRate(this::check, CHECK_NS, CHECK_NS, TimeUnit.NANOSECONDS);
    }

    /**
     * Reads what it takes.
     *
     * @param keystore the folder with {@code rembus.crt} and {@code rembus.key}
     * @param clientCa the certificates that must vouch for whoever connects; null: nobody is asked for a certificate
     * @param maxHandshakes how many connections may wait for cryptography
     * @throws IOException if the files cannot be used, with a sentence that says why
     */
    public static TlsEntrance open(
            Path keystore, @Nullable Path clientCa, TransportLoop loop, ConnectionOptions options, int maxHandshakes)
            throws IOException {
        return new TlsEntrance(new Keystore(keystore, clientCa), loop, options, maxHandshakes);
    }

    @Override
    public void enter(Arrival arrival, Runnable inside) {
        arrival.begin();
        ChannelPipeline pipeline = arrival.channel().pipeline();
        TlsHandler handler =
                new TlsHandler(keystore.context().newEngine(arrival.channel().alloc()), crypto, loop, options);
        pipeline.addLast(handler, new Doorkeeper(arrival, inside));
    }

    /** Files are no business of the loop's. */
    private void check() {
        if (checking.compareAndSet(false, true)) {
            try {
                crypto.execute(() -> {
                    try {
                        keystore.check();
                    } finally {
                        checking.set(false);
                    }
                });
            } catch (RejectedExecutionException busy) {
                checking.set(false); // the next second comes
            }
        }
    }

    /** Stops looking after the files, and ends the threads. */
    @Override
    public void close() {
        checks.cancel(false);
        crypto.shutdown();
    }
}
