package org.rembus.broker.routing;

import java.util.ArrayDeque;

/**
 * What is read from the journal for the subscriptions of one twin: some at a time, the others after them, a page each. So a
 * twin with a hundred thousand subscriptions that are behind does not keep the others' reads waiting.
 */
final class ReadingTurns {
    /** How many pages are asked for at a time. */
    static final int MOST_AT_ONCE = 32;

    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int underWay;

    /** Runs this read, now or when others have ended. */
    void take(Runnable read) {
        if (underWay == MOST_AT_ONCE) {
            waiting.add(read);
        } else {
            underWay++;
            read.run();
        }
    }

    /** A read has ended, wanted or not. */
    void ended() {
        Runnable next = waiting.poll();
        if (next == null) {
            underWay--;
        } else {
            next.run();
        }
    }

    /** Those that wait are not wanted any more. */
    void clear() {
        waiting.clear();
    }
}
