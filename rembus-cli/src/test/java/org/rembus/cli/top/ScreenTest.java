package org.rembus.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ScreenTest {
    private static final Map<String, Object> SLOW = Map.of(
            "name",
            "wall\u001b[2J",
            "slow",
            true,
            "loud",
            false,
            "out",
            12_345.0,
            "waiting",
            16L * 1024 * 1024,
            "drops",
            871.4,
            "dropped",
            Map.of("slow_subscriber", 50_000L, "replaced", 1_200L));

    private static final Map<String, Object> ANSWER = Map.of(
            "window",
            1.0,
            "uptime",
            90_125.0,
            "connections",
            3L,
            "counts",
            Map.of("published", 5L, "delivered", 3_100_000L, "dropped_replaced", 1_200L, "dropped_gone", 0L),
            "components",
            List.of(SLOW, Map.of("peer", "ws 127.0.0.1:9", "slow", false, "loud", true)),
            "topics",
            List.of(Map.of("topic", "a/b", "messages", 20.0, "error", 3.0, "bytes", 2048.0)));

    @Test
    void lines_withoutColours_areATable() {
        List<String> lines = new Screen(ANSWER, Screen.Colours.NO).lines();

        assertThat(lines.get(0))
                .isEqualTo("up 1 d 1:02:05, 3 connections, 5 published, 3.1M delivered; rates of the last 1.0 s");
        assertThat(lines.get(1)).isEqualTo("dropped: replaced 1.2k");
        assertThat(lines.get(4)).matches("wall\uFFFD\\[2J +slow +0 +12\\.3k +0 +0 +16\\.0Mi +0 +871 +51\\.2k +0 +0");
        assertThat(lines.get(5)).startsWith("ws 127.0.0.1:9  loud");
        assertThat(lines.getLast()).matches("a/b +at most +20 +2\\.0Ki");
    }

    @Test
    void lines_inColours_highlightWhoIsSlowOrLoud() {
        List<String> lines = new Screen(ANSWER, Screen.Colours.YES).lines();

        assertThat(lines.get(3)).doesNotContain("\u001b");
        assertThat(lines.get(4)).startsWith("\u001b[1;31mwall").endsWith("\u001b[0m");
        assertThat(lines.get(5)).startsWith("\u001b[1;33mws");
    }
}
