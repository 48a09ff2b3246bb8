package org.rembus.client.handlers;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;

/** The messages of one subscription on their way to its handler: one at a time, in order. Filled by the event loop. */
interface MessageQueue {

    /** @return false when a QoS 1 or 2 message cannot be taken now */
    boolean offer(Message.Publish message);

    /** Forgets what waits and takes nothing more; a handler that is at work ends. */
    void stop();

    /** Handles one message; never throws. */
    @FunctionalInterface
    interface Step {
        /** @return when it is done, null for now */
        @Nullable
        CompletionStage<?> handle(Message.Publish message);
    }
}
