package org.rembus.benchmarks.compare;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rembus.benchmarks.Folders;

/**
 * Measures all rivals, one contestant after the other, in rounds: what disturbs the machine for a while disturbs all of them.
 * It ends by itself: with the first round, or some minutes after it began, if that is later.
 */
final class Compare {
    private static final int MINUTES = 8;

    /** Where the Python peers of the tests are described. */
    private static final String PYTHON = "rembus-interop-tests/src/test/resources/python";

    private static final String USAGE =
            "usage: compare [--rounds N] [--seconds N] [--minutes N] [--only publish,rpc,durable,replay]"
                    + "   (3 rounds, 4 seconds for each contestant; nothing begins after 8 minutes, but for the first round)";

    private final PrintStream out;
    private final Map<String, String> options;

    Compare(PrintStream out, Map<String, String> options) {
        this.out = out;
        this.options = options;
    }

    /**
     * @param arguments the command {@code rembus}, a folder to work in, one that is kept, the file for the figures, then what
     *     the user said
     */
    @SuppressWarnings("SystemOut") // a command's own output
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 4; i < arguments.length; i += 2) {
            if (!List.of("--rounds", "--seconds", "--minutes", "--only").contains(arguments[i])
                    || i + 1 == arguments.length) {
                System.err.println(USAGE);
                System.exit(2);
            }
            options.put(arguments[i], arguments[i + 1]);
        }
        Report report =
                new Compare(System.out, options).run(arguments[0], Path.of(arguments[1]), Path.of(arguments[2]));
        report.lines().forEach(System.out::println);
        Path figures = Path.of(arguments[3]);
        Files.writeString(figures, report.json() + "\n");
        Plots.write(report, figures);
    }

    private Report run(String rembus, Path work, Path cache) throws IOException, InterruptedException {
        GoTools tools = GoTools.in(cache);
        Path folder = Files.createTempDirectory(work, "compare");
        List<Rival> rivals = new ArrayList<>();
        try {
            rivals.add(RembusRival.open(rembus, in(folder, "rembus")));
            rivals.add(CoreNatsRival.open(tools, in(folder, "core")));
            rivals.add(NatsRival.open(tools, in(folder, "nats")));
            rivals.add(PythonRival.open(
                    rembus, in(folder, "python"), cache, Path.of(rembus).resolveSibling(PYTHON)));
            MosquittoRival.open(in(folder, "mosquitto"))
                    .ifPresentOrElse(rivals::add, () -> out.println("mosquitto is not installed: left out"));
            return measure(rivals);
        } finally {
            rivals.forEach(Rival::close);
            Folders.delete(folder);
        }
    }

    private static Path in(Path folder, String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    Report measure(List<Rival> rivals) throws IOException, InterruptedException {
        Report report = new Report(rivals);
        Duration each = Duration.ofSeconds(number("--seconds", 4));
        long endNs = System.nanoTime()
                + Duration.ofMinutes(number("--minutes", MINUTES)).toNanos();
        int rounds = number("--rounds", 3);
        List<Contestant> contestants = inTurn(rivals);
        for (int round = 1; round <= rounds; round++) {
            for (Contestant contestant : contestants) {
                boolean isLate = System.nanoTime() - endNs > 0;
                boolean isOnce = contestant.workload() == Workload.REPLAY;
                if (!(round > 1 && (isLate || isOnce))) {
                    out.printf(
                            "round %d: %s, %s, %s%n",
                            round, contestant.broker(), contestant.workload().title(), contestant.way());
                    measure(contestant, each, report);
                }
            }
        }
        return report;
    }

    /** One that fails leaves the others to be measured. */
    private void measure(Contestant contestant, Duration duration, Report report) throws InterruptedException {
        try {
            report.add(contestant, contestant.run().measure(duration));
        } catch (IOException failure) {
            out.println("  left out: " + failure.getMessage());
        }
    }

    /** By workload, so that those that are compared run one after the other. */
    private List<Contestant> inTurn(List<Rival> rivals) {
        List<Contestant> all = new ArrayList<>();
        rivals.forEach(rival -> all.addAll(rival.contestants()));
        all.removeIf(contestant -> !isWanted(contestant.workload().group()));
        all.sort(Comparator.comparing(Contestant::workload));
        return all;
    }

    private boolean isWanted(Workload.Group group) {
        @Nullable String only = options.get("--only");
        return only == null || List.of(only.toUpperCase(Locale.ROOT).split(",")).contains(group.name());
    }

    private int number(String option, int usual) {
        @Nullable String given = options.get(option);
        return given == null ? usual : Integer.parseInt(given);
    }
}
