package org.rembus.benchmarks.bounded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code rembus-benchmarks/bounded soak}. */
@Timeout(120)
final class SoakIT {
    private static final int WARM_UP_SECONDS = 5;
    private static final int SECONDS = 10;
    private static final int SAMPLES = 6;

    @TempDir
    private Path folder;

    @Test
    void mixedLoad_hasEnded_brokerHoldsWhatItHeldBefore() throws Exception {
        Soak.Outcome outcome = Soak.run(ClassPath.launcher(folder), folder, WARM_UP_SECONDS, SECONDS, SAMPLES);

        assertThat(outcome.grown()).as("%s", outcome).isEmpty();
        assertThat(outcome.samples()).hasSize(SAMPLES);
        assertThat(outcome.samples().getLast().published()).isGreaterThan(1000);
    }
}
