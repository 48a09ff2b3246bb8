package org.rembus.client.tracing;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.TraceContext;

/** The span of a publish or a call. */
public sealed interface VerbSpan extends Span permits Untraced, OpenTelemetrySpan {
    /** Of what nobody traces. */
    VerbSpan NONE = Untraced.ALWAYS;

    /** What the other side is to go on with; null when there is nothing to tell. */
    @Nullable
    TraceContext context();

    /** Whether anybody hears of its end. */
    boolean isTraced();

    /** Runs what comes after it as part of what was current when it began. */
    void resume(Runnable continuation);
}
