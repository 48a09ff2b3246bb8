package org.rembus.cli.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of a run, under their names. */
final class BenchTable {
    private static final int WIDTH = 11;

    private final String title;
    private final Measured measured;

    BenchTable(String title, Measured measured) {
        this.title = title;
        this.measured = measured;
    }

    List<String> lines() {
        StringBuilder names = new StringBuilder();
        StringBuilder values = new StringBuilder();
        for (Map.Entry<String, Number> figure : measured.figures().entrySet()) {
            String name = figure.getKey().replace('_', ' ');
            int width = Math.max(WIDTH, name.length() + 1);
            names.append(rightAligned(name, width));
            values.append(rightAligned(text(figure.getValue()), width));
        }
        return List.of(title, names.toString(), values.toString());
    }

    private static String text(Number figure) {
        return figure instanceof Double fraction
                ? String.format(Locale.ROOT, "%,.1f", fraction)
                : String.format(Locale.ROOT, "%,d", figure.longValue());
    }

    private static String rightAligned(String text, int width) {
        return " ".repeat(Math.max(1, width - text.length())) + text;
    }
}
