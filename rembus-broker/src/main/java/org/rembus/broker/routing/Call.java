package org.rembus.broker.routing;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;

/** A request that was forwarded and waits for its answer. Compared by identity. */
final class Call {
    private final Session caller;
    private final MessageId callerId;
    private final String topic;
    private final Session exposer;
    private final MessageId forwardedId;
    private final @Nullable Payload arguments;
    private final long startedNs;

    Call(
            Session caller,
            MessageId callerId,
            String topic,
            Session exposer,
            MessageId forwardedId,
            @Nullable Payload arguments,
            long startedNs) {
        this.startedNs = startedNs;
        this.caller = caller;
        this.callerId = callerId;
        this.topic = topic;
        this.exposer = exposer;
        this.forwardedId = forwardedId;
        this.arguments = arguments;
    }

    Session caller() {
        return caller;
    }

    MessageId callerId() {
        return callerId;
    }

    String topic() {
        return topic;
    }

    Session exposer() {
        return exposer;
    }

    MessageId forwardedId() {
        return forwardedId;
    }

    /** When it was forwarded, on the clock of turns. */
    long startedNs() {
        return startedNs;
    }

    /** Detached; null unless successful calls are published. */
    @Nullable
    Payload arguments() {
        return arguments;
    }
}
