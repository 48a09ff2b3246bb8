package org.rembus.client;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A handler whose work may end later than its call. */
record AsyncMessageHandler(Body body) implements MessageHandler {

    /** What it does. */
    @FunctionalInterface
    interface Body {
        /** @return when it is done, null for now */
        @Nullable
        CompletionStage<?> handle(Received message) throws Exception;
    }

    /** Does all of it at once. */
    @Override
    public void onMessage(Received message) throws Exception {
        CompletionStage<?> stage = body.handle(message);
        if (stage != null) {
            stage.toCompletableFuture().join();
        }
    }
}
