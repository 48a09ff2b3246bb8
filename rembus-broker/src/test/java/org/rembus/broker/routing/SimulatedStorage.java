package org.rembus.broker.routing;

import java.time.Duration;
import java.util.SplittableRandom;
import org.rembus.broker.journal.Journal;
import org.rembus.broker.journal.TwinStore;

/** What a simulated broker keeps its messages and twins in: it moves only when told, and outlives the broker. */
interface SimulatedStorage {

    /** As opened last. */
    Journal journal();

    /** The twins, as opened last. */
    TwinStore twins();

    /** Takes some of the steps that there are to take. */
    void move(SplittableRandom random);

    /** Loses some of what is not durable, at once or as it is written. */
    void lose(SplittableRandom random);

    /** Some time from now, or now, the power goes. */
    void endPower(SplittableRandom random);

    /** Whether the power is gone: it does nothing any more until {@link #reopen}. */
    boolean isDown();

    /** After the broker has gone: forgets what was not durable and all that was asked for, and opens again. */
    void reopen(SplittableRandom random);

    /** Ends in order what was begun, as when a broker is stopped, and opens again. */
    void restart();

    /** Nothing goes wrong any more. */
    void repair();

    void advance(Duration duration);

    /** Takes steps until there are none to take; whether there was one. */
    boolean drain();
}
