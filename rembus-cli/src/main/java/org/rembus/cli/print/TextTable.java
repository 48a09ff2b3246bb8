package org.rembus.cli.print;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prints rows in columns, below their titles. The columns are as wide as the widest that has been seen so far, so that rows
 * need not all be there before the first is printed.
 */
public final class TextTable {
    private static final String GAP = "  ";

    private final Map<String, String> columns;
    private final Console console;
    private final int[] widths;
    private boolean begun;

    /** @param columns the titles, with the keys of their values */
    public TextTable(Map<String, String> columns, Console console) {
        this.columns = columns;
        this.console = console;
        this.widths = new int[columns.size()];
    }

    /** Prints more rows; what has no value is a hyphen. */
    public void print(Collection<Map<?, ?>> rows) {
        List<List<String>> lines = new ArrayList<>();
        if (!begun) {
            begun = true;
            lines.add(List.copyOf(columns.keySet()));
        }
        for (Map<?, ?> row : rows) {
            lines.add(columns.values().stream().map(key -> text(row.get(key))).toList());
        }
        lines.forEach(this::measure);
        lines.forEach(this::print);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }

    private void measure(List<String> cells) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], cells.get(i).length());
        }
    }

    private void print(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(cells.get(i))
                    .repeat(" ", widths[i] - cells.get(i).length())
                    .append(GAP);
        }
        console.line(line.toString().stripTrailing());
    }
}
