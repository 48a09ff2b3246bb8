package org.rembus.benchmarks.bounded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code rembus-benchmarks/bounded reconnect}. */
@Timeout(120)
final class ReconnectIT {
    private static final int COMPONENTS = 1000;
    private static final int TOPICS = 20;
    private static final int MESSAGES = 3;

    @TempDir
    private Path folder;

    @Test
    void brokerCrashes_thousandComponentsComeBackAtOnce_allGetWhatTheyMissed() throws Exception {
        Reconnect.Outcome outcome = Reconnect.run(ClassPath.launcher(folder), folder, COMPONENTS, TOPICS, MESSAGES);

        // a few may have tried just before the broker was ready
        assertThat(outcome.attempts()).as("%s", outcome).isLessThan(2 * COMPONENTS);
        assertThat(outcome.cutOff()).as("%s", outcome).isZero();
    }
}
