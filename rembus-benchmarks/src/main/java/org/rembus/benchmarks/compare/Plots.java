package org.rembus.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rembus.benchmarks.plot.Axis;
import org.rembus.benchmarks.plot.BarChart;
import org.rembus.benchmarks.plot.Bars;

/** The figures of a report as pictures: of each group of workloads the rate, and what the broker's processor did for it. */
final class Plots {
    private final Report report;

    private Plots(Report report) {
        this.report = report;
    }

    /** Writes them beside a file, as {@code compare-publish.svg} and so on. */
    static void write(Report report, Path sibling) throws IOException {
        for (Workload.Group group : Workload.Group.values()) {
            List<Workload> workloads = report.workloads(group);
            if (!workloads.isEmpty()) {
                String name = "compare-" + group.name().toLowerCase(Locale.ROOT);
                Plots plots = new Plots(report);
                Files.writeString(sibling.resolveSibling(name + ".svg"), plots.rates(workloads));
                Files.writeString(sibling.resolveSibling(name + "-cpu.svg"), plots.costs(workloads));
            }
        }
    }

    private String rates(List<Workload> workloads) {
        return draw("Messages a second", Axis.linear("messages/s"), workloads, Figures::perSecond);
    }

    private String costs(List<Workload> workloads) {
        return draw(
                "Processor time of the broker for each message",
                Axis.log("µs"),
                workloads,
                figures -> figures.cost() == null ? Double.NaN : figures.cost().cpuUs());
    }

    private String draw(String title, Axis axis, List<Workload> workloads, Function<Figures, Double> figure) {
        List<Bars> bars = report.names(workloads).stream()
                .map(name -> new Bars(
                        name,
                        workloads.stream()
                                .map(workload -> value(report.median(workload, name), figure))
                                .toList()))
                .toList();
        return new BarChart(title, axis, workloads.stream().map(Workload::title).toList(), bars).svg();
    }

    /** Not a number is what a chart leaves out. */
    private static double value(@Nullable Figures figures, Function<Figures, Double> figure) {
        return figures == null ? Double.NaN : figure.apply(figures);
    }
}
