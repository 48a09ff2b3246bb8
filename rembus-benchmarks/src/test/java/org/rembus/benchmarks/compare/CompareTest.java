package org.rembus.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CompareTest {
    /** A broker of these rates, one run after the other. */
    private record Scripted(String name, Iterator<Double> rates) implements Rival {
        Scripted(String name, Double... rates) {
            this(name, List.of(rates).iterator());
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public String command() {
            return "command";
        }

        @Override
        public String gathers() {
            return "nothing";
        }

        @Override
        public List<Contestant> contestants() {
            return List.of(new Contestant(
                    Workload.CALLS_ONE,
                    name,
                    "a way",
                    "",
                    duration -> new Figures(rates.next(), null, null, name + " bench")));
        }

        @Override
        public void close() {}
    }

    @Test
    void severalRounds_areOneRowEach_ofTheMedianRun() throws Exception {
        Compare compare = new Compare(new PrintStream(OutputStream.nullOutputStream()), Map.of("--rounds", "3"));
        Report report = compare.measure(
                List.of(new Scripted("ours", 100.0, 9000.0, 3000.0), new Scripted("theirs", 1500.0, 20.0, 7000.0)));
        assertThat(report.lines().stream().filter(line -> line.contains("a way  ")))
                .satisfiesExactly(
                        ours -> assertThat(ours).startsWith("ours").contains(" 3,000     1.0 "),
                        theirs -> assertThat(theirs).startsWith("theirs").contains(" 1,500     2.0 "));
        assertThat(report.json()).contains("9000.0", "7000.0");
    }
}
