package org.rembus.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs what sends, each in a virtual thread, and waits for all. */
final class Senders {
    private Senders() {}

    /** Sends until its schedule is over. */
    @FunctionalInterface
    interface Sender {
        /** @return how much was sent */
        long send() throws InterruptedException;
    }

    /**
     * How much all of them sent.
     *
     * @throws InterruptedException if the thread is interrupted; nothing more is sent then
     */
    static long run(List<Sender> senders) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> sending = new ArrayList<>();
            for (Sender sender : senders) {
                sending.add(threads.submit(sender::send));
            }
            return sum(sending, threads);
        }
    }

    private static long sum(List<Future<Long>> sending, ExecutorService threads) throws InterruptedException {
        long sent = 0;
        try {
            for (Future<Long> each : sending) {
                sent += each.get();
            }
            return sent;
        } catch (InterruptedException e) {
            threads.shutdownNow();
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a sender failed", e.getCause());
        }
    }
}
