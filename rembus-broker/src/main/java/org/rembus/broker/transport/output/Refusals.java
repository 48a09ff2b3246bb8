package org.rembus.broker.transport.output;

import org.rembus.broker.transport.TransportLoop;

/** Remembers that an offer was refused, and says once when offers are welcome again. */
final class Refusals {
    private final TransportLoop loop;
    private final Backlog backlog;
    private final FreshWindow fresh;
    private final Runnable onWritable;
    private boolean refused;
    private boolean notFresh;
    private boolean waitsForBudget;
    private boolean due;

    /** @param onWritable called on the loop, in a task of its own, after a refusal, when there is room again */
    Refusals(TransportLoop loop, Backlog backlog, FreshWindow fresh, Runnable onWritable) {
        this.loop = loop;
        this.backlog = backlog;
        this.fresh = fresh;
        this.onWritable = onWritable;
    }

    void onRefused(Output.Room why) {
        refused = true;
        if (why == Output.Room.BUDGET_FULL && !waitsForBudget) {
            waitsForBudget = true;
            loop.whenBudgetRecovers(() -> backlog.hasEnoughOf(loop.budget()), this::onBudgetRecovered);
        }
    }

    /** What is to be fresh was refused, because enough of it is in the output. */
    void onNotFresh() {
        notFresh = true;
    }

    private void onBudgetRecovered() {
        waitsForBudget = false;
        onWritten();
    }

    /** Some of it has been taken. May be called in the middle of a write, so nobody is told now. */
    void onWritten() {
        if (!due && !waitsForBudget && (refused && backlog.isBelowHalf() || notFresh && fresh.isOpen())) {
            due = true;
            loop.execute(this::tell);
        }
    }

    private void tell() {
        due = false;
        refused = false;
        notFresh = false;
        onWritable.run();
    }
}
