package org.rembus.client.tasks;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;

/** The application's handler of a subscription. */
@FunctionalInterface
public interface MessageTask {

    /** @return when it is done; null for now */
    @Nullable
    CompletionStage<?> handle(Message.Publish message) throws Exception;
}
