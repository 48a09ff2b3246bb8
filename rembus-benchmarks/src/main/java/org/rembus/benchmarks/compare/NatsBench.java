package org.rembus.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The command {@code nats bench}, and what it says. */
record NatsBench(GoTools tools, Path folder) {
    static final String VERSION = "nats-server " + GoTools.SERVER_VERSION + ", nats " + GoTools.CLI_VERSION;

    private static final Pattern RATE = Pattern.compile("stats: ([\\d,]+) msgs/sec");
    private static final Pattern P50 = Pattern.compile("P50:? ([\\d,.]+)us");
    private static final Pattern P99 = Pattern.compile("P99:? ([\\d,.]+)us");
    private static final double US_PER_MS = 1000.0;

    /** The command with these words, without a progress bar. */
    List<String> command(String... words) {
        List<String> command = new ArrayList<>(List.of(tools.nats(), "bench"));
        command.addAll(List.of(words));
        command.add("--no-progress");
        return command;
    }

    /** What it says until it ends. */
    String run(List<String> command, String url, Duration most) throws IOException, InterruptedException {
        return Child.run(command, environment(url), folder, most);
    }

    /** Starts it beside others. */
    Running start(List<String> command, String url) throws IOException {
        Path output = Files.createTempFile(folder, "bench", ".out");
        return new Running(Child.startInto(command, environment(url), output), output);
    }

    private static Map<String, String> environment(String url) {
        return Map.of("NATS_URL", url);
    }

    /** One that runs. Closing ends it. */
    record Running(Child child, Path output) implements AutoCloseable {
        /** Waits until it has said this so often. */
        void awaitWord(String word, int times) throws IOException, InterruptedException {
            Ports.awaitTrue(child, () -> count(Files.readString(output), word) >= times, word);
        }

        private static int count(String text, String word) {
            return (int) Pattern.compile(word, Pattern.LITERAL)
                    .matcher(text)
                    .results()
                    .count();
        }

        /** @return all that it has said */
        String awaitEnd(Duration most) throws IOException, InterruptedException {
            child.awaitEnd(most);
            return Files.readString(output);
        }

        @Override
        public void close() {
            child.close();
        }
    }

    /**
     * The last rate that it says, that of all clients together when there are several.
     *
     * @param latencyOf what its percentiles are of; null when they say nothing worth knowing
     */
    static Figures figures(String said, Figures.Cost cost, String command, @Nullable String latencyOf)
            throws IOException {
        Double rate = last(RATE, said);
        if (rate == null) {
            throw new IOException("nats bench said no rate:\n" + said);
        }
        Double p50 = last(P50, said);
        Double p99 = last(P99, said);
        Figures.Latency latency = p50 == null || p99 == null || latencyOf == null
                ? null
                : new Figures.Latency(p50 / US_PER_MS, p99 / US_PER_MS, null, latencyOf);
        return new Figures(rate, latency, cost, command);
    }

    private static @Nullable Double last(Pattern pattern, String said) {
        Double found = null;
        for (Matcher matcher = pattern.matcher(said); matcher.find(); ) {
            found = Double.valueOf(matcher.group(1).replace(",", ""));
        }
        return found;
    }
}
