package org.rembus.benchmarks.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.StringReader;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

final class ChartTest {
    private static final LineChart LINES = new LineChart(
            "Rate & <size>",
            Axis.log("bytes"),
            Axis.linear("messages/s"),
            List.of(
                    new Line("one", List.of(new Point(10, 100), new Point(1000, 50))),
                    new Line("other", List.of(new Point(100, 25)))));

    private static final BarChart BARS = new BarChart(
            "Rates",
            Axis.linear("messages/s"),
            List.of("publish", "replay"),
            List.of(Bars.of("ours", 400.0, 200.0), Bars.of("theirs", 100.0, Double.NaN)));

    private static Document parsed(String svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static List<Element> elements(Document document, String name, String style) {
        NodeList all = document.getElementsByTagName(name);
        return IntStream.range(0, all.getLength())
                .mapToObj(i -> (Element) all.item(i))
                .filter(element -> element.getAttribute("class").equals(style))
                .toList();
    }

    private static List<String> texts(Document document, String style) {
        return elements(document, "text", style).stream()
                .map(Element::getTextContent)
                .toList();
    }

    @Test
    void lineChart_points_standWhereTheAxesSay() throws Exception {
        Document document = parsed(LINES.svg());
        assertThat(texts(document, "mark")).containsExactly("10", "100", "1k", "0", "20", "40", "60", "80", "100");
        List<Element> grid = elements(document, "line", "grid");
        String ten = grid.get(0).getAttribute("x1");
        String thousand = grid.get(2).getAttribute("x1");
        String hundredUp = grid.get(8).getAttribute("y1");
        String[] ends = elements(document, "polyline", "line s0")
                .getFirst()
                .getAttribute("points")
                .split("[ ,]");
        assertThat(ends).hasSize(4);
        assertThat(ends[0]).isEqualTo(ten);
        assertThat(ends[1]).isEqualTo(hundredUp);
        assertThat(ends[2]).isEqualTo(thousand);
        assertThat(elements(document, "circle", "f0")).hasSize(2);
        assertThat(elements(document, "circle", "f1")).hasSize(1);
    }

    @Test
    void lineChart_words_areAllThere() throws Exception {
        Document document = parsed(LINES.svg());
        assertThat(texts(document, "title")).containsExactly("Rate & <size>");
        assertThat(texts(document, "legend")).containsExactly("one", "other");
        assertThat(texts(document, "label")).containsExactly("bytes");
    }

    @Test
    void lineChart_veryManyPoints_hasNoDots() throws Exception {
        List<Point> points =
                IntStream.range(0, 100).mapToObj(i -> new Point(i, i)).toList();
        Document document = parsed(
                new LineChart("many", Axis.linear("s"), Axis.linear("MiB"), List.of(new Line("heap", points))).svg());
        assertThat(document.getElementsByTagName("circle").getLength()).isZero();
    }

    @Test
    void barChart_bars_areAsLongAsTheirValues() throws Exception {
        Document document = parsed(BARS.svg());
        // the first of a colour is in the legend
        List<Element> ours = elements(document, "rect", "f0");
        assertThat(ours).hasSize(3);
        assertThat(width(ours.get(1)) / width(ours.get(2))).isCloseTo(2, within(0.01));
        List<Element> theirs = elements(document, "rect", "f1");
        assertThat(theirs).as("none where there is no value").hasSize(2);
        assertThat(width(ours.get(1)) / width(theirs.get(1))).isCloseTo(4, within(0.01));
        assertThat(texts(document, "value")).containsExactly("400", "100", "200");
        assertThat(texts(document, "group")).containsExactly("publish", "replay");
    }

    private static double width(Element rectangle) {
        return Double.parseDouble(rectangle.getAttribute("width"));
    }

    @Test
    void charts_otherLanguageOfTheMachine_areTheSameText() {
        String lines = LINES.svg();
        String bars = BARS.svg();
        Locale usual = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        try {
            assertThat(LINES.svg()).isEqualTo(lines);
            assertThat(BARS.svg()).isEqualTo(bars);
        } finally {
            Locale.setDefault(usual);
        }
    }

    @Test
    void charts_darkGround_haveColoursOfTheirOwn() {
        assertThat(LINES.svg()).contains("@media (prefers-color-scheme: dark)");
    }

    @Test
    void charts_whatCannotBeDrawn_isRefused() {
        List<Line> tooMany = Collections.nCopies(7, new Line("line", List.of(new Point(1, 1))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LineChart("t", Axis.linear("x"), Axis.linear("y"), tooMany));
        List<Bars> tooShort = List.of(Bars.of("ours", 1.0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BarChart("t", Axis.linear("x"), List.of("a", "b"), tooShort))
                .withMessage("ours has 1 values for 2 groups");
        assertThatIllegalArgumentException().isThrownBy(() -> new Point(1, Double.NaN));
    }
}
