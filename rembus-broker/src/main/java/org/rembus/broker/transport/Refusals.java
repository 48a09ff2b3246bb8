package org.rembus.broker.transport;

/** Remembers that an offer was refused, and says once when offers are welcome again. */
final class Refusals {
    private final TransportLoop loop;
    private final Output output;
    private final FreshWindow fresh;
    private final Runnable onWritable;
    private boolean refused;
    private boolean notFresh;
    private boolean waitsForBudget;
    private boolean due;

    /** @param onWritable called on the loop, in a task of its own, after a refusal, when there is room again */
    Refusals(TransportLoop loop, Output output, FreshWindow fresh, Runnable onWritable) {
        this.loop = loop;
        this.output = output;
        this.fresh = fresh;
        this.onWritable = onWritable;
    }

    void onRefused(Output.Room why) {
        refused = true;
        if (why == Output.Room.BUDGET_FULL && !waitsForBudget) {
            waitsForBudget = true;
            loop.whenBudgetRecovers(output::hasBudget, this::onBudgetRecovered);
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

    /** Some of the output has been written. May be called in the middle of a write, so nobody is told now. */
    void onWritten() {
        if (!due && !waitsForBudget && (refused && output.isBelowHalf() || notFresh && fresh.isOpen())) {
            due = true;
            loop.eventLoop().execute(this::tell);
        }
    }

    private void tell() {
        due = false;
        refused = false;
        notFresh = false;
        onWritable.run();
    }
}
