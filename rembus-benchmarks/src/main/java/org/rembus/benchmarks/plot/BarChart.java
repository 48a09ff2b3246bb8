package org.rembus.benchmarks.plot;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * How things compare: groups of lying bars, one below the other, each with its value behind it.
 *
 * @param values the axis of the values
 * @param groups what each group is
 * @param bars one colour each
 */
public record BarChart(String title, Axis values, List<String> groups, List<Bars> bars) {
    private static final int WIDTH = 760;
    private static final int LETTER = 7;
    private static final int RIGHT = 64;
    private static final int ABOVE = 40;
    private static final int BELOW = 52;
    private static final int BAR = 16;
    private static final int GAP = 14;

    /** @throws IllegalArgumentException if a value is missing or one too many */
    public BarChart {
        groups = List.copyOf(groups);
        bars = List.copyOf(bars);
        Legend.check(bars.stream().map(Bars::name).toList());
        for (Bars each : bars) {
            if (each.values().size() != groups.size()) {
                throw new IllegalArgumentException(
                        each.name() + " has " + each.values().size() + " values for " + groups.size() + " groups");
            }
        }
    }

    /**
     * The picture.
     *
     * @throws IllegalArgumentException if there is no value, or one that is not on the axis
     */
    public String svg() {
        return new Drawing().draw();
    }

    private final class Drawing {
        private final List<String> names = bars.stream().map(Bars::name).toList();
        private final int left =
                20 + LETTER * groups.stream().mapToInt(String::length).max().orElse(0);
        private final int width = WIDTH - left - RIGHT;
        private final int top = ABOVE + Legend.height(names, width);
        private final int groupHeight = bars.size() * BAR + GAP;
        private final int height = groups.size() * groupHeight + GAP;
        private final Span span = Span.of(values.scale(), present());
        private final Canvas canvas = new Canvas(WIDTH, top + height + BELOW, title);

        private DoubleStream present() {
            return bars.stream()
                    .flatMap(each -> each.values().stream())
                    .mapToDouble(Double::doubleValue)
                    .filter(Double::isFinite);
        }

        String draw() {
            canvas.text("title", "start", 12, 26, title);
            Legend.draw(canvas, names, left, ABOVE, width);
            drawAxis();
            for (int group = 0; group < groups.size(); group++) {
                draw(group);
            }
            return canvas.finish();
        }

        private void drawAxis() {
            for (double mark : span.marks()) {
                canvas.line("grid", toX(mark), top, toX(mark), top + height);
                canvas.text("mark", "middle", toX(mark), top + height + 18, Numbers.shown(mark));
            }
            canvas.text("label", "middle", left + width / 2.0, top + height + 40, values.label());
        }

        private void draw(int group) {
            double y = top + GAP + group * groupHeight;
            canvas.text("group", "end", left - 8, y + bars.size() * BAR / 2.0 + 4, groups.get(group));
            for (int i = 0; i < bars.size(); i++) {
                draw(i, bars.get(i).values().get(group), y + i * BAR);
            }
        }

        private void draw(int colour, double value, double y) {
            if (!Double.isFinite(value)) {
                return;
            }
            double zero = values.scale() == Axis.Scale.LOG ? left : toX(0);
            double end = toX(value);
            canvas.rectangle("f" + colour, Math.min(zero, end), y + 1, Math.abs(end - zero), BAR - 2);
            canvas.text("value", "start", Math.max(zero, end) + 6, y + BAR - 3, Numbers.shown(value));
        }

        private double toX(double value) {
            return left + span.position(value) * width;
        }
    }
}
