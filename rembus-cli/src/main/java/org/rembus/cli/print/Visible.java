package org.rembus.cli.print;

import java.util.regex.Pattern;

/** Texts fit for a terminal: names, topics and sentences come from anybody, and nothing of them may move the cursor or hide. */
final class Visible {
    private static final String INSTEAD = "\uFFFD";
    private static final Pattern NOT_IN_A_LINE = Pattern.compile("\\p{C}");
    private static final Pattern NOT_IN_LINES = Pattern.compile("[\\p{C}&&[^\\n\\t]]");

    private Visible() {}

    /** The text on one line. */
    static String line(String text) {
        return NOT_IN_A_LINE.matcher(text).replaceAll(INSTEAD);
    }

    /** The text on as many lines as it has. */
    static String lines(String text) {
        return NOT_IN_LINES.matcher(text.replace("\r\n", "\n")).replaceAll(INSTEAD);
    }
}
