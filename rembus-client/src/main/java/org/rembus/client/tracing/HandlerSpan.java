package org.rembus.client.tracing;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.rembus.client.tasks.MessageTask;
import org.rembus.client.tasks.RequestTask;
import org.rembus.protocol.Message;

/** The span of one run of a handler, which is current for the handler's code. */
public sealed interface HandlerSpan extends Span permits Untraced, OpenTelemetrySpan {

    /** Runs the handler. That it returns ends nothing: it may go on elsewhere. */
    @Nullable
    CompletionStage<?> run(MessageTask task, Message.Publish message) throws Exception;

    /** Runs the handler. That it returns ends nothing: it may go on elsewhere. */
    @Nullable
    Object run(RequestTask task, Message.Rpc request) throws Exception;
}
