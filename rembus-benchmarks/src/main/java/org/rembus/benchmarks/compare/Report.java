package org.rembus.benchmarks.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What all runs showed: of each contestant the run with the median rate. */
final class Report {
    private static final String ROW = "%-16s %-44s %12s %7s %8s %8s %8s %8s %8s  %s";

    private final Map<Contestant, List<Figures>> runs = new LinkedHashMap<>();
    private final List<Rival> rivals;

    Report(List<Rival> rivals) {
        this.rivals = rivals;
    }

    /** A command without the places of this machine. */
    static String shown(List<String> command, Path folder) {
        return command.stream()
                .map(word -> word.startsWith(folder.toString())
                        ? "DIR" + word.substring(folder.toString().length())
                        : word)
                .map(word -> word.startsWith("/") ? String.valueOf(Path.of(word).getFileName()) : word)
                .collect(Collectors.joining(" "));
    }

    void add(Contestant contestant, Figures figures) {
        runs.computeIfAbsent(contestant, any -> new ArrayList<>()).add(figures);
    }

    /** Those of a group that were measured. */
    List<Workload> workloads(Workload.Group group) {
        return runs.keySet().stream()
                .map(Contestant::workload)
                .distinct()
                .filter(workload -> workload.group() == group)
                .toList();
    }

    /** All that took part in any of them. */
    List<String> names(List<Workload> workloads) {
        return runs.keySet().stream()
                .filter(each -> workloads.contains(each.workload()))
                .map(Contestant::name)
                .distinct()
                .toList();
    }

    /** Null for one that did not take part. */
    @Nullable
    Figures median(Workload workload, String name) {
        return of(workload).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .map(this::median)
                .orElse(null);
    }

    private Figures median(Contestant contestant) {
        List<Figures> sorted = new ArrayList<>(runs.getOrDefault(contestant, List.of()));
        sorted.sort((one, other) -> Double.compare(one.perSecond(), other.perSecond()));
        return sorted.get((sorted.size() - 1) / 2);
    }

    /** How the first contestant of the workload, which is ours, compares with this one. */
    private double ratio(Contestant contestant) {
        Contestant ours = runs.keySet().stream()
                .filter(each -> each.workload() == contestant.workload())
                .filter(each -> each.promise().equals(contestant.promise())
                        || contestant.workload().group() == Workload.Group.DURABLE)
                .findFirst()
                .orElse(contestant);
        return median(ours).perSecond() / median(contestant).perSecond();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Workload workload : Workload.values()) {
            List<Contestant> contestants = of(workload);
            if (!contestants.isEmpty()) {
                lines.add("");
                lines.add(workload.title());
                lines.add(ROW.formatted(
                        "broker",
                        "how",
                        "messages/s",
                        "ratio",
                        "p50 ms",
                        "p99 ms",
                        "p99.9 ms",
                        "CPU us",
                        "MiB",
                        "latency of"));
                contestants.forEach(contestant -> lines.add(row(contestant)));
            }
        }
        lines.add("");
        lines.add(
                "ratio: ours to this one. CPU: of the broker's process, for each message; MiB: resident, at the end of the run.");
        lines.add("Each figure is of the run with the median rate.");
        for (Rival rival : rivals) {
            lines.add(rival.name() + ": " + rival.version() + "; " + rival.command());
            lines.add("    gathers: " + rival.gathers());
        }
        runs.keySet()
                .forEach(each -> lines.add(each.broker() + ", " + each.way() + " (" + each.promise() + "): "
                        + median(each).command()));
        return lines;
    }

    private List<Contestant> of(Workload workload) {
        return runs.keySet().stream()
                .filter(each -> each.workload() == workload)
                .toList();
    }

    private String row(Contestant contestant) {
        Figures figures = median(contestant);
        Figures.Latency latency = figures.latency();
        Figures.Cost cost = figures.cost();
        return ROW.formatted(
                contestant.broker(),
                contestant.way(),
                String.format(Locale.ROOT, "%,d", Math.round(figures.perSecond())),
                String.format(Locale.ROOT, "%.1f", ratio(contestant)),
                latency == null ? "" : fraction(latency.p50Ms()),
                latency == null ? "" : fraction(latency.p99Ms()),
                latency == null ? "" : fraction(latency.p999Ms()),
                cost == null ? "" : fraction(cost.cpuUs()),
                cost == null ? "" : String.format(Locale.ROOT, "%,.0f", cost.residentMib()),
                latency == null ? "" : latency.of());
    }

    private static String fraction(@Nullable Double number) {
        return number == null ? "" : String.format(Locale.ROOT, "%,.2f", number);
    }

    String json() {
        List<Map<String, Object>> rows = new ArrayList<>();
        runs.forEach((contestant, figures) -> rows.add(Map.of(
                "workload", contestant.workload().name(),
                "broker", contestant.broker(),
                "way", contestant.way(),
                "promise", contestant.promise(),
                "ratio", ratio(contestant),
                "runs", figures)));
        Map<String, String> versions = new LinkedHashMap<>();
        rivals.forEach(rival -> versions.put(rival.name(), rival.version()));
        return JsonMapper.builder().build().writeValueAsString(Map.of("versions", versions, "results", rows));
    }
}
