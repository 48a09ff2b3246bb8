package org.rembus.benchmarks.plot;

import java.util.List;

/** Which colour is what, in rows below a title. */
final class Legend {
    private static final int ROW = 20;
    private static final int SWATCH = 12;

    /** About as wide as a letter is. */
    private static final int LETTER = 7;

    private Legend() {}

    /** @throws IllegalArgumentException if there are more than there are colours */
    static void check(List<String> names) {
        if (names.isEmpty() || names.size() > Canvas.COLOURS) {
            throw new IllegalArgumentException("from one to " + Canvas.COLOURS + ", not " + names.size());
        }
    }

    static int height(List<String> names, int width) {
        return place(names, width, (name, index, x, y) -> {}) + ROW;
    }

    static void draw(Canvas canvas, List<String> names, int left, int top, int width) {
        place(names, width, (name, index, x, y) -> {
            canvas.rectangle("f" + index, left + x, top + y, SWATCH, SWATCH);
            canvas.text("legend", "start", left + x + SWATCH + 6, top + y + SWATCH - 1, name);
        });
    }

    /** Gives each a place, and tells how far down the last row is. */
    private static int place(List<String> names, int width, Placed placed) {
        int x = 0;
        int y = 0;
        for (int index = 0; index < names.size(); index++) {
            int needed = SWATCH + 24 + names.get(index).length() * LETTER;
            if (x > 0 && x + needed > width) {
                x = 0;
                y += ROW;
            }
            placed.at(names.get(index), index, x, y);
            x += needed;
        }
        return y;
    }

    /** Takes the place of one name. */
    @FunctionalInterface
    private interface Placed {
        void at(String name, int index, int x, int y);
    }
}
