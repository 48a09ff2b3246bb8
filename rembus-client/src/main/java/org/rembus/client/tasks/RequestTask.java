package org.rembus.client.tasks;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;

/** The application's handler of a service. */
@FunctionalInterface
public interface RequestTask {

    /**
     * Answers a call.
     *
     * @return the result, or a {@link java.util.concurrent.CompletionStage} of it
     * @throws BadArgumentsException if the caller's arguments are not the service's
     */
    @Nullable
    Object handle(Message.Rpc request) throws Exception;
}
