package org.rembus.cli.top;

import java.util.ArrayList;
import java.util.List;

/** Rows below their titles: two columns of text, then numbers, which end under each other. */
final class Columns {
    private static final int TEXTS = 2;

    private final List<Row> rows = new ArrayList<>();
    private final int[] widths;

    /** How a row looks on a terminal. */
    enum Look {
        PLAIN(""),
        SLOW("\u001b[1;31m"),
        LOUD("\u001b[1;33m");

        private static final String END = "\u001b[0m";

        private final String begin;

        Look(String begin) {
            this.begin = begin;
        }

        private String of(String line) {
            return begin.isEmpty() ? line : begin + line + END;
        }
    }

    private record Row(Look look, String[] cells) {}

    Columns(String... titles) {
        this.widths = new int[titles.length];
        add(Look.PLAIN, titles);
    }

    void add(Look look, String... cells) {
        rows.add(new Row(look, cells));
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], cells[i].length());
        }
    }

    List<String> lines() {
        return rows.stream().map(row -> row.look.of(line(row.cells))).toList();
    }

    private String line(String[] cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String pad = " ".repeat(widths[i] - cells[i].length());
            line.append(i < TEXTS ? cells[i] + pad : pad + cells[i]).append("  ");
        }
        return line.toString().stripTrailing();
    }
}
