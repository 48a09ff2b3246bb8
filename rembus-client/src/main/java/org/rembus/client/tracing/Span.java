package org.rembus.client.tracing;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Status;

/** Something that takes time and then has succeeded or failed. It is ended once; what is said later counts for nothing. */
sealed interface Span permits VerbSpan, HandlerSpan {

    void succeeded();

    /** @param status what was answered, null when nothing was */
    void failed(@Nullable Status status, Throwable failure);
}
