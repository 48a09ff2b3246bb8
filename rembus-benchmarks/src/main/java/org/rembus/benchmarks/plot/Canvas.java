package org.rembus.benchmarks.plot;

import java.util.List;
import java.util.stream.Collectors;

/** Writes the elements of a picture. */
final class Canvas {
    /** How many colours there are, told apart also by those who see few colours. */
    static final int COLOURS = 6;

    private static final List<String> ON_LIGHT =
            List.of("#0072b2", "#c04f00", "#00805f", "#a8467f", "#8a6d00", "#6b4fbb");
    private static final List<String> ON_DARK =
            List.of("#58a6ff", "#ff8f4a", "#3fcf9b", "#f08cc4", "#e3c341", "#b39dff");

    private static final String STYLE = """
            <style>
            text { font: 13px sans-serif }
            .title { font-weight: bold; font-size: 15px }
            .line { fill: none; stroke-width: 2 }
            """
            + colours("#ffffff", "#24292f", "#d0d7de", ON_LIGHT)
            + "@media (prefers-color-scheme: dark) {\n"
            + colours("#0d1117", "#e6edf3", "#30363d", ON_DARK)
            + "}\n</style>\n";

    private final StringBuilder svg = new StringBuilder();

    Canvas(int width, int height, String title) {
        svg.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %s %s\" width=\"%s\" height=\"%s\" role=\"img\">\n"
                        .formatted(width, height, width, height));
        svg.append("<title>").append(escaped(title)).append("</title>\n").append(STYLE);
        rectangle("ground", 0, 0, width, height);
    }

    /** Not as variables, which few programs but browsers know. */
    private static String colours(String ground, String ink, String faint, List<String> all) {
        StringBuilder rules =
                new StringBuilder(".ground { fill: %s }\ntext { fill: %s }\n.grid { stroke: %s }\n.frame { fill: %s }\n"
                        .formatted(ground, ink, faint, ground));
        for (int i = 0; i < COLOURS; i++) {
            rules.append(".f%s { fill: %s } .s%s { stroke: %s }\n".formatted(i, all.get(i), i, all.get(i)));
        }
        return rules.toString();
    }

    void rectangle(String style, double x, double y, double width, double height) {
        element("rect", style, "x", x, "y", y, "width", width, "height", height);
    }

    void line(String style, double x1, double y1, double x2, double y2) {
        element("line", style, "x1", x1, "y1", y1, "x2", x2, "y2", y2);
    }

    void dot(String style, double x, double y, double radius) {
        element("circle", style, "cx", x, "cy", y, "r", radius);
    }

    void polyline(String style, List<Point> points) {
        String places = points.stream()
                .map(point -> Numbers.place(point.x()) + "," + Numbers.place(point.y()))
                .collect(Collectors.joining(" "));
        svg.append("<polyline class=\"%s\" points=\"%s\"/>\n".formatted(style, places));
    }

    /** @param anchor which end of it is there: {@code start}, {@code middle} or {@code end} */
    void text(String style, String anchor, double x, double y, String text) {
        svg.append("<text class=\"%s\" text-anchor=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n"
                .formatted(style, anchor, Numbers.place(x), Numbers.place(y), escaped(text)));
    }

    /** That is read from below to above, its middle there. */
    void uprightText(double x, double y, String text) {
        String place = Numbers.place(x) + " " + Numbers.place(y);
        svg.append("<text text-anchor=\"middle\" transform=\"translate(%s) rotate(-90)\">%s</text>\n"
                .formatted(place, escaped(text)));
    }

    private void element(String name, String style, Object... attributes) {
        svg.append('<').append(name).append(" class=\"").append(style).append('"');
        for (int i = 0; i < attributes.length; i += 2) {
            svg.append(" %s=\"%s\"".formatted(attributes[i], Numbers.place((double) attributes[i + 1])));
        }
        svg.append("/>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** The whole picture. */
    String finish() {
        return svg + "</svg>\n";
    }
}
