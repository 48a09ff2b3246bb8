package org.rembus.cli;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.awaitility.core.ConditionFactory;

/** Waiting for what nobody reports, without waiting longer than it takes. */
final class Awaiting {
    private Awaiting() {}

    /** Looks at once and then all the time: a tenth of a second here and there is half of what the tests take. */
    static ConditionFactory soon(Duration patience) {
        return await().atMost(patience).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
    }
}
