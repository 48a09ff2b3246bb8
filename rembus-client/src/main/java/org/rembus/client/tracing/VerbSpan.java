package org.rembus.client.tracing;

/** The span of a publish or a call. */
public sealed interface VerbSpan extends Span permits Untraced, OpenTelemetrySpan {
    /** Of what nobody traces. */
    VerbSpan NONE = Untraced.ALWAYS;

    /** Whether anybody hears of its end. */
    boolean isTraced();

    /** Runs what comes after it as part of what was current when it began. */
    void resume(Runnable continuation);
}
