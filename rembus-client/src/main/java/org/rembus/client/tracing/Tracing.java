package org.rembus.client.tracing;

import org.rembus.protocol.Message;

/** Makes the spans of a component: one for each publish, each call, and each run of a handler. */
public sealed interface Tracing permits Untraced, OpenTelemetryTracing {

    /** Makes none, at no cost. */
    static Tracing none() {
        return Untraced.ALWAYS;
    }

    /**
     * What the process has decided on: the spans of its global OpenTelemetry, if it has set one by now; else none, and none either
     * where the API of OpenTelemetry is not on the class path.
     */
    static Tracing global() {
        return OpenTelemetryApi.IS_THERE ? OpenTelemetryTracing.global() : none();
    }

    /** A publish begins, as part of what is current on this thread. */
    VerbSpan publish(String topic);

    /** A call begins, as part of what is current on this thread. */
    VerbSpan call(String topic);

    /** A handler is about to be given a message: as part of what its publish was, if that is known; else of nothing. */
    HandlerSpan handle(Message.Publish message);

    /** A handler is about to be given a request: as part of what the call was, if that is known; else of nothing. */
    HandlerSpan handle(Message.Rpc request);
}
