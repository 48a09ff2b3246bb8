package org.rembus.benchmarks.bounded;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.rembus.benchmarks.plot.Axis;
import org.rembus.benchmarks.plot.Line;
import org.rembus.benchmarks.plot.LineChart;
import org.rembus.benchmarks.plot.Point;

/** Tells what came of a {@link Soak}: in sentences, as a table of values separated by commas, and drawn. */
final class SoakReport {
    private SoakReport() {}

    static void write(Soak.Outcome outcome, Findings findings) throws IOException {
        findings.figure("taken in the warm-up, messages/s", outcome.mostPerSecond());
        findings.figure("done", outcome.done());
        findings.figure("before", outcome.before());
        findings.figure("after", outcome.after());
        findings.table("samples", outcome.samples());
        outcome.grown().forEach(findings::say);
        findings.table("grown", outcome.grown());
        findings.attach(".csv", table(outcome.samples()));
        findings.attach("-memory.svg", memory(outcome.samples()).svg());
        findings.attach("-handles.svg", handles(outcome.samples()).svg());
    }

    private static String table(List<Soak.Sample> samples) {
        StringBuilder table =
                new StringBuilder("seconds,published,heap MiB,direct MiB,resident MiB,threads,sockets,open files\n");
        for (Soak.Sample each : samples) {
            Held held = each.held();
            table.append(String.format(
                    Locale.ROOT,
                    "%.0f,%d,%.1f,%.1f,%.1f,%d,%d,%d%n",
                    each.seconds(),
                    each.published(),
                    held.heapMib(),
                    held.directMib(),
                    held.residentMib(),
                    held.threads(),
                    held.sockets(),
                    held.files()));
        }
        return table.toString();
    }

    private static LineChart memory(List<Soak.Sample> samples) {
        return new LineChart(
                "Memory of the broker under a mixed load",
                Axis.linear("seconds"),
                Axis.linear("MiB"),
                List.of(
                        line("heap after a collection", samples, Held::heapMib),
                        line("direct memory", samples, Held::directMib),
                        line("resident", samples, Held::residentMib)));
    }

    private static LineChart handles(List<Soak.Sample> samples) {
        return new LineChart(
                "Threads, sockets and open files of the broker under a mixed load",
                Axis.linear("seconds"),
                Axis.linear("number"),
                List.of(
                        line("threads", samples, Held::threads),
                        line("sockets", samples, Held::sockets),
                        line("open files", samples, Held::files)));
    }

    private static Line line(String name, List<Soak.Sample> samples, ToDoubleFunction<Held> value) {
        return new Line(
                name,
                samples.stream()
                        .map(each -> new Point(each.seconds(), value.applyAsDouble(each.held())))
                        .toList());
    }
}
