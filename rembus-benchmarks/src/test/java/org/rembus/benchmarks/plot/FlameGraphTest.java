package org.rembus.benchmarks.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.rembus.benchmarks.plot.FlameGraph.Frame;

final class FlameGraphTest {
    private static final List<String> KINDS = List.of("ours", "theirs");

    @Test
    void frame_isAsWideAsItsShare_aboveItsCaller() {
        Frame half = new Frame("half", 1, 50, List.of());
        String svg = new FlameGraph("title", KINDS, new Frame("all", 0, 100, List.of(half))).svg();

        assertThat(svg)
                .contains("<rect class=\"f0\" x=\"12\" y=\"78\" width=\"1175\" height=\"17\"/>")
                .contains("<rect class=\"f1\" x=\"12\" y=\"60\" width=\"587\" height=\"17\"/>");
    }

    @Test
    void frame_afterASibling_beginsWhereThatEnds() {
        Frame quarter = new Frame("quarter", 0, 25, List.of());
        Frame half = new Frame("half", 1, 50, List.of());
        String svg = new FlameGraph("title", KINDS, new Frame("all", 0, 100, List.of(quarter, half))).svg();

        assertThat(svg).contains("<rect class=\"f1\" x=\"306\" y=\"60\" width=\"587\" height=\"17\"/>");
    }

    @Test
    void frame_tooNarrowToBeSeen_isLeftOutAndTakesNoRow() {
        Frame hair = new Frame("hair", 1, 1, List.of(new Frame("deeper", 1, 1, List.of())));
        String svg = new FlameGraph("title", KINDS, new Frame("all", 0, 1000, List.of(hair))).svg();
        String without = new FlameGraph("title", KINDS, new Frame("all", 0, 1000, List.of())).svg();

        assertThat(svg).isEqualTo(without);
    }

    @Test
    void name_longerThanItsFrame_isCut() {
        Frame narrow = new Frame("a".repeat(100), 1, 50, List.of());
        String svg = new FlameGraph("title", KINDS, new Frame("all", 0, 1000, List.of(narrow))).svg();

        assertThat(svg).contains(">aaaaaa…<");
    }

    @Test
    void graph_withoutSamples_isRefused() {
        Frame nothing = new Frame("all", 0, 0, List.of());
        assertThatThrownBy(() -> new FlameGraph("title", KINDS, nothing)).isInstanceOf(IllegalArgumentException.class);
    }
}
