package org.rembus.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.rembus.cli.print.Console;

final class ProgressBarTest {
    @Test
    void progress_byTimeOrCount_whicheverIsFurther() {
        Console console = new Console(
                InputStream.nullInputStream(), OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
        Bounds bounds = new Bounds(Duration.ofSeconds(10), Long.MAX_VALUE, 0);
        Progress none = new Progress("received", 0, 0, 0);
        try (ProgressBar bar = ProgressBar.start(console, "load", () -> none, bounds)) {
            assertThat(bar.picture(5, new Progress("received", 1000, 0.1, 2)))
                    .isEqualTo("load [###############---------------]  50 %  500 received/s");
            assertThat(bar.picture(1, new Progress("opened", 3000, 1.5, 2)))
                    .isEqualTo("load [##############################] 100 %  1,500 opened/s");
        }
    }
}
