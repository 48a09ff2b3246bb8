package org.rembus.protocol;

import java.util.Optional;

/**
 * What a message is a part of, as W3C's Trace Context has it: beside the message on connections that agreed on
 * {@link Extension#TRACE}, and on no other (PROTOCOL.md section 15).
 *
 * @param parent the value of {@code traceparent}
 * @param state the value of {@code tracestate}; empty when there is none
 */
public record TraceContext(String parent, String state) {
    /** A {@code traceparent} has this length. */
    public static final int PARENT_LENGTH = 55;

    /** A longer {@code tracestate} is left away. */
    public static final int MAX_STATE_LENGTH = 512;

    private static final int VERSION_END = 2;
    private static final int TRACE_END = 35;
    private static final int SPAN_END = 52;

    /** @throws IllegalArgumentException if this is no context */
    public TraceContext {
        if (!isParent(parent) || !isState(state)) {
            throw new IllegalArgumentException("no trace context: " + parent + " " + state);
        }
    }

    /**
     * What a peer sent; empty when that is no context. A state that is too long, or is none, is left away.
     *
     * @param state empty for none
     */
    public static Optional<TraceContext> parse(String parent, String state) {
        return isParent(parent) ? Optional.of(new TraceContext(parent, isState(state) ? state : "")) : Optional.empty();
    }

    private static boolean isParent(String text) {
        return text.length() == PARENT_LENGTH
                && isHex(text, 0, VERSION_END)
                && isHex(text, VERSION_END + 1, TRACE_END)
                && isHex(text, TRACE_END + 1, SPAN_END)
                && isHex(text, SPAN_END + 1, PARENT_LENGTH)
                && !text.startsWith("ff")
                && !isZero(text, VERSION_END + 1, TRACE_END)
                && !isZero(text, TRACE_END + 1, SPAN_END);
    }

    /** Digits, with a hyphen behind them unless the text ends there. */
    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char digit = text.charAt(i);
            if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
                return false;
            }
        }
        return to == text.length() || text.charAt(to) == '-';
    }

    private static boolean isZero(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }

    private static boolean isState(String text) {
        return text.length() <= MAX_STATE_LENGTH && text.chars().allMatch(each -> each >= ' ' && each <= '~');
    }

    /** How many characters it has, all of ASCII. */
    public int length() {
        return parent.length() + state.length();
    }
}
