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
 * Measures all rooms, one contestant after the other, in rounds: what disturbs the machine for a while disturbs all of them.
 * It ends by itself, in at most about nine minutes, with whatever it has measured by then.
 */
final class Compare {
    private static final Duration MOST = Duration.ofMinutes(8);

    /** Where the Python peers of the tests are described. */
    private static final String PYTHON = "rembus-interop-tests/src/test/resources/python";

    private static final String USAGE = "usage: compare [--rounds N] [--seconds N] [--only publish,rpc,durable,replay]"
            + "   (3 rounds, 4 seconds for each contestant)";

    private final PrintStream out;
    private final Map<String, String> options;

    private Compare(PrintStream out, Map<String, String> options) {
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
            if (!List.of("--rounds", "--seconds", "--only").contains(arguments[i]) || i + 1 == arguments.length) {
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
        List<Room> rooms = new ArrayList<>();
        try {
            rooms.add(RembusRoom.open(rembus, in(folder, "rembus")));
            rooms.add(CoreNatsRoom.open(tools, in(folder, "core")));
            rooms.add(NatsRoom.open(tools, in(folder, "nats")));
            rooms.add(PythonRoom.open(
                    rembus, in(folder, "python"), cache, Path.of(rembus).resolveSibling(PYTHON)));
            MosquittoRoom.open(in(folder, "mosquitto"))
                    .ifPresentOrElse(rooms::add, () -> out.println("mosquitto is not installed: left out"));
            return measure(rooms);
        } finally {
            rooms.forEach(Room::close);
            Folders.delete(folder);
        }
    }

    private static Path in(Path folder, String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    private Report measure(List<Room> rooms) throws IOException, InterruptedException {
        Report report = new Report(rooms);
        Duration each = Duration.ofSeconds(number("--seconds", 4));
        long endNs = System.nanoTime() + MOST.toNanos();
        int rounds = number("--rounds", 3);
        for (int round = 1; round <= rounds; round++) {
            for (Contestant contestant : inTurn(rooms)) {
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
    private List<Contestant> inTurn(List<Room> rooms) {
        List<Contestant> all = new ArrayList<>();
        rooms.forEach(room -> all.addAll(room.contestants()));
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
