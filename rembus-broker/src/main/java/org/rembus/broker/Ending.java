package org.rembus.broker;

import java.util.ArrayList;
import java.util.List;

/** The steps of an end: each one is taken, whatever became of those before it. For one thread. */
final class Ending {
    private final List<Throwable> failures = new ArrayList<>();

    /** Takes a step now. What it throws is kept for later. */
    Ending step(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error failed) {
            failures.add(failed);
        }
        return this;
    }

    /** After the last step: throws what failed first, and tells with it what else failed. */
    void orThrow() {
        if (failures.isEmpty()) {
            return;
        }
        Throwable first = failures.removeFirst();
        addTo(first);
        if (first instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) first;
    }

    /** After the last step of undoing what failed: tells with that failure what else did. */
    void addTo(Throwable cause) {
        failures.stream().filter(failure -> failure != cause).forEach(cause::addSuppressed);
    }
}
