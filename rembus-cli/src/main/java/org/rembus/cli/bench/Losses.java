package org.rembus.cli.bench;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.rembus.client.ComponentListener;
import org.rembus.client.NotConnectedException;

/** What the components of a load say they did not get. May be used by any thread. */
final class Losses implements ComponentListener {
    private long droppedHere;
    private long droppedByBroker;
    private long breaks;

    @Override
    public synchronized void onDropped(String topic, long count) {
        droppedHere += count;
        notifyAll();
    }

    @Override
    public synchronized void onDroppedByBroker(long count, Map<String, Long> topics) {
        droppedByBroker += count;
        notifyAll();
    }

    @Override
    public synchronized void onDisconnected(NotConnectedException cause) {
        if (cause.reason() == NotConnectedException.Reason.DISCONNECTED) {
            breaks++;
        }
    }

    /** A run begins. */
    synchronized void clear() {
        droppedHere = 0;
        droppedByBroker = 0;
        breaks = 0;
    }

    /** Waits until so many have been reported as dropped, but not for ever: not every loss is reported. */
    synchronized void awaitDropped(long count, long patienceNs) throws InterruptedException {
        long deadlineNs = System.nanoTime() + patienceNs;
        for (long left = patienceNs;
                droppedHere + droppedByBroker < count && left > 0;
                left = deadlineNs - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** Messages that the components received, but dropped because their handlers were too slow. */
    synchronized long droppedHere() {
        return droppedHere;
    }

    /** Messages that the broker dropped because the components did not read fast enough; not every broker tells. */
    synchronized long droppedByBroker() {
        return droppedByBroker;
    }

    /** How often a connection broke. */
    synchronized long breaks() {
        return breaks;
    }
}
