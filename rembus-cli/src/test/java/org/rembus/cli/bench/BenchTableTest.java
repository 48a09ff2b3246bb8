package org.rembus.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BenchTableTest {
    @Test
    void table_alignsFiguresUnderTheirNames() {
        Map<String, Number> figures = new LinkedHashMap<>();
        figures.put("sent", 1_234_567L);
        figures.put("per_second", 493_824L);
        figures.put("p99.9_us", 1.5);
        figures.put("a_name_that_is_long", 0L);
        assertThat(new BenchTable("title", new Measured(figures, 0, null, null)).lines())
                .containsExactly(
                        "title",
                        "       sent per second   p99.9 us a name that is long",
                        "  1,234,567    493,824        1.5                   0");
    }
}
