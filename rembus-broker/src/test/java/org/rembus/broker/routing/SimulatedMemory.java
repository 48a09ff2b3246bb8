package org.rembus.broker.routing;

import java.time.Duration;
import java.util.SplittableRandom;
import org.rembus.broker.journal.Journal;
import org.rembus.broker.journal.TwinStore;
import org.rembus.broker.journal.memory.SteppedJournal;

/** A journal in memory which takes steps that a real one could not be made to take one by one. */
final class SimulatedMemory implements SimulatedStorage {
    private final SteppedJournal journal = new SteppedJournal();
    private boolean down;

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public TwinStore twins() {
        return journal.store();
    }

    @Override
    public void move(SplittableRandom random) {
        switch (random.nextInt(7)) {
            case 0, 1 -> journal.number(random.nextInt(journal.unnumbered() + 1));
            case 2, 3, 4 -> journal.makeDurable(random.nextInt(journal.pending() + 1));
            case 5 -> journal.readPages(random.nextInt(4));
            default -> journal.servePages(random.nextInt(journal.pendingReads() + 1));
        }
    }

    @Override
    public void lose(SplittableRandom random) {
        journal.lose(random.nextInt(journal.pending() + 1));
    }

    @Override
    public void endPower(SplittableRandom random) {
        down = true;
    }

    @Override
    public boolean isDown() {
        return down;
    }

    @Override
    public void reopen(SplittableRandom random) {
        down = false;
        journal.crash();
    }

    @Override
    public void restart() {
        journal.makeDurable(journal.pending());
        journal.crash();
    }

    @Override
    public void repair() {
        // what has been lost is lost, and nothing else is going to be
    }

    @Override
    public void advance(Duration duration) {
        // it knows no time
    }

    @Override
    public boolean drain() {
        boolean any = journal.pending() > 0 || journal.pendingReads() > 0;
        journal.drain();
        return any;
    }
}
