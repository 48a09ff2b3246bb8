package org.rembus.benchmarks.plot;

import java.util.List;

/**
 * Where time went: each frame as wide as its share of the samples, above the one that called it. What is too narrow to be seen is
 * left out.
 *
 * @param kinds what the colours mean
 * @param root what all samples have in common
 */
public record FlameGraph(String title, List<String> kinds, Frame root) {
    private static final int WIDTH = 1200;
    private static final int MARGIN = 12;
    private static final int TOP = 40;
    private static final int ROW = 18;
    private static final double LETTER = 7.2;
    private static final double NARROWEST = 2;

    /** @throws IllegalArgumentException if there is a kind without a colour, or no sample */
    public FlameGraph {
        kinds = List.copyOf(kinds);
        Legend.check(kinds);
        if (root.samples() < 1) {
            throw new IllegalArgumentException("no samples");
        }
    }

    /**
     * A method that was running, itself or what it had called.
     *
     * @param kind which of the graph's it is
     * @param samples how many found it so
     * @param called what it had called then
     */
    public record Frame(String name, int kind, long samples, List<Frame> called) {
        public Frame {
            called = List.copyOf(called);
        }
    }

    /** The picture. */
    public String svg() {
        return new Drawing().draw();
    }

    private final class Drawing {
        private final double scale = (WIDTH - 2.0 * MARGIN) / root.samples();
        private final int bottom = TOP + Legend.height(kinds, WIDTH - 2 * MARGIN) + depth(root) * ROW;
        private final Canvas canvas = new Canvas(WIDTH, bottom + MARGIN, title);

        private int depth(Frame frame) {
            return 1
                    + frame.called().stream()
                            .filter(this::isSeen)
                            .mapToInt(this::depth)
                            .max()
                            .orElse(0);
        }

        private boolean isSeen(Frame frame) {
            return frame.samples() * scale >= NARROWEST;
        }

        String draw() {
            canvas.text("title", "start", MARGIN, 26, title);
            Legend.draw(canvas, kinds, MARGIN, TOP, WIDTH - 2 * MARGIN);
            draw(root, MARGIN, bottom - ROW);
            return canvas.finish();
        }

        private void draw(Frame frame, double x, int y) {
            double width = frame.samples() * scale;
            canvas.rectangle("f" + frame.kind(), x, y, width - 1, ROW - 1);
            int letters = (int) ((width - 6) / LETTER);
            if (letters > 2) {
                canvas.text("frame", "start", x + 3, y + ROW - 5, shortened(frame.name(), letters));
            }
            double left = x;
            for (Frame called : frame.called()) {
                if (isSeen(called)) {
                    draw(called, left, y - ROW);
                }
                left += called.samples() * scale;
            }
        }

        private static String shortened(String name, int letters) {
            return name.length() <= letters ? name : name.substring(0, letters - 1) + "…";
        }
    }
}
