package org.rembus.benchmarks.plot;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** How something depends on something else: lines with a dot where it was measured. */
public record LineChart(String title, Axis x, Axis y, List<Line> lines) {
    private static final int WIDTH = 760;
    private static final int PLOT_HEIGHT = 300;
    private static final int LEFT = 80;
    private static final int RIGHT = 24;
    private static final int ABOVE = 40;
    private static final int BELOW = 56;
    private static final int PLOT_WIDTH = WIDTH - LEFT - RIGHT;

    /** More than these are a curve of their own. */
    private static final int MOST_DOTS = 50;

    public LineChart {
        lines = List.copyOf(lines);
        Legend.check(lines.stream().map(Line::name).toList());
    }

    /**
     * The picture.
     *
     * @throws IllegalArgumentException if there is no point, or one that is not on its axis
     */
    public String svg() {
        return new Drawing().draw();
    }

    private final class Drawing {
        private final List<String> names = lines.stream().map(Line::name).toList();
        private final Span across = Span.of(x.scale(), all(Point::x));
        private final Span up = Span.of(y.scale(), all(Point::y));
        private final int top = ABOVE + Legend.height(names, PLOT_WIDTH);
        private final Canvas canvas = new Canvas(WIDTH, top + PLOT_HEIGHT + BELOW, title);

        private DoubleStream all(ToDoubleFunction<Point> coordinate) {
            return lines.stream().flatMap(line -> line.points().stream()).mapToDouble(coordinate);
        }

        String draw() {
            canvas.text("title", "start", LEFT, 26, title);
            Legend.draw(canvas, names, LEFT, ABOVE, PLOT_WIDTH);
            drawAxes();
            for (int i = 0; i < lines.size(); i++) {
                draw(lines.get(i), i);
            }
            return canvas.finish();
        }

        private void drawAxes() {
            int bottom = top + PLOT_HEIGHT;
            for (double mark : across.marks()) {
                canvas.line("grid", toX(mark), top, toX(mark), bottom);
                canvas.text("mark", "middle", toX(mark), bottom + 18, Numbers.shown(mark));
            }
            for (double mark : up.marks()) {
                canvas.line("grid", LEFT, toY(mark), LEFT + PLOT_WIDTH, toY(mark));
                canvas.text("mark", "end", LEFT - 8, toY(mark) + 4, Numbers.shown(mark));
            }
            canvas.text("label", "middle", LEFT + PLOT_WIDTH / 2.0, bottom + 42, x.label());
            canvas.uprightText(22, top + PLOT_HEIGHT / 2.0, y.label());
        }

        private void draw(Line line, int colour) {
            List<Point> places = line.points().stream()
                    .map(point -> new Point(toX(point.x()), toY(point.y())))
                    .toList();
            canvas.polyline("line s" + colour, places);
            if (places.size() <= MOST_DOTS) {
                places.forEach(place -> canvas.dot("f" + colour, place.x(), place.y(), 3));
            }
        }

        private double toX(double value) {
            return LEFT + across.position(value) * PLOT_WIDTH;
        }

        private double toY(double value) {
            return top + (1 - up.position(value)) * PLOT_HEIGHT;
        }
    }
}
