package org.rembus.cli.top;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.rembus.cli.json.Parts;

/** A broker's answer to {@code show_traffic} as lines, in colours or without. */
public final class Screen {
    private static final int NAME_CHARS = 32;
    private static final int TOPIC_CHARS = 48;

    private final Map<?, ?> answer;
    private final Colours colours;

    /** Whether what is slow or loud is highlighted, beside the word that says so. */
    public enum Colours {
        YES,
        NO
    }

    public Screen(Map<?, ?> answer, Colours colours) {
        this.answer = answer;
        this.colours = colours;
    }

    /** The lines from top to bottom. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(summary());
        lines.add(drops());
        lines.add("");
        lines.addAll(components());
        lines.add("");
        lines.addAll(topics());
        return lines;
    }

    private String summary() {
        Map<?, ?> counts = Parts.map(answer.get("counts"));
        String window = answer.get("window") instanceof Double seconds
                ? "rates of the last " + Quantity.seconds(seconds)
                : "no rates yet";
        return "up " + Quantity.duration(number(answer.get("uptime"))) + ", " + answer.get("connections")
                + " connections, " + Quantity.count(number(counts.get("published"))) + " published, "
                + Quantity.count(number(counts.get("delivered"))) + " delivered; " + window;
    }

    private String drops() {
        StringJoiner drops = new StringJoiner(", ", "dropped: ", "");
        drops.setEmptyValue("dropped: nothing");
        Parts.map(answer.get("counts")).forEach((name, count) -> {
            String text = String.valueOf(name);
            if (text.startsWith("dropped_") && number(count) > 0) {
                drops.add(text.substring("dropped_".length()) + " " + Quantity.count(number(count)));
            }
        });
        return drops.toString();
    }

    private List<String> components() {
        Columns columns = new Columns(
                "COMPONENT",
                "",
                "IN/s",
                "OUT/s",
                "IN B/s",
                "OUT B/s",
                "WAITING",
                "HELD",
                "DROPS/s",
                "DROPPED",
                "UNACKED",
                "BEHIND");
        for (Map<?, ?> row : Parts.maps(answer.get("components"))) {
            Object name = row.get("name") == null ? row.get("peer") : row.get("name");
            String state = state(row);
            columns.add(
                    highlight(row),
                    shorten(String.valueOf(name), NAME_CHARS),
                    state,
                    count(row, "in"),
                    count(row, "out"),
                    bytes(row, "bytes_in"),
                    bytes(row, "bytes_out"),
                    bytes(row, "waiting"),
                    bytes(row, "held"),
                    count(row, "drops"),
                    Quantity.count(sum(Parts.map(row.get("dropped")))),
                    count(row, "unacknowledged"),
                    count(row, "behind"));
        }
        return columns.lines();
    }

    private static String state(Map<?, ?> row) {
        String slow = is(row, "slow") ? "slow" : "";
        String loud = is(row, "loud") ? "loud" : "";
        return slow + (slow.isEmpty() || loud.isEmpty() ? "" : ", ") + loud;
    }

    private Columns.Look highlight(Map<?, ?> row) {
        if (colours == Colours.NO) {
            return Columns.Look.PLAIN;
        }
        return is(row, "slow") ? Columns.Look.SLOW : is(row, "loud") ? Columns.Look.LOUD : Columns.Look.PLAIN;
    }

    private List<String> topics() {
        Columns columns = new Columns("TOPIC", "", "MSG/s", "B/s");
        for (Map<?, ?> row : Parts.maps(answer.get("topics"))) {
            // with more topics than the broker tells apart, a rate is a bound
            String bound = number(row.get("error")) > 0 ? "at most" : "";
            columns.add(
                    Columns.Look.PLAIN,
                    shorten(String.valueOf(row.get("topic")), TOPIC_CHARS),
                    bound,
                    count(row, "messages"),
                    bytes(row, "bytes"));
        }
        return columns.lines();
    }

    /** Names and topics come from anybody: nothing of them may move the cursor. */
    private static String shorten(String text, int chars) {
        String visible = text.replaceAll("\\p{C}", "\uFFFD");
        return visible.length() <= chars ? visible : visible.substring(0, chars - 1) + "…";
    }

    private static String count(Map<?, ?> row, String key) {
        return Quantity.count(number(row.get(key)));
    }

    private static String bytes(Map<?, ?> row, String key) {
        return Quantity.bytes(number(row.get(key)));
    }

    private static boolean is(Map<?, ?> row, String key) {
        return Boolean.TRUE.equals(row.get(key));
    }

    private static double sum(Map<?, ?> numbers) {
        return numbers.values().stream().mapToDouble(Screen::number).sum();
    }

    private static double number(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : 0;
    }
}
