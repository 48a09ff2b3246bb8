package org.rembus.broker.routing;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;

/** A request that was forwarded and waits for its answer. Compared by identity. */
final class Call {
    /** What one takes of the heap besides its id, its topic and its arguments, about. */
    private static final long BYTES_EACH = 320;

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

    /** What it takes of the heap, about. */
    long bytes() {
        return bytesOf(callerId, topic, arguments);
    }

    /** What a call takes of the heap, about; the arguments are null when they are not kept. */
    static long bytesOf(MessageId id, String topic, @Nullable Payload arguments) {
        return BYTES_EACH + id.length() + topic.length() + (arguments == null ? 0L : arguments.length());
    }

    /** Detached; null unless successful calls are published. */
    @Nullable
    Payload arguments() {
        return arguments;
    }
}
