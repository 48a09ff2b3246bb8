package org.rembus.interop;

import java.time.Duration;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import org.rembus.client.MessageHandler;
import org.rembus.client.Received;
import org.rembus.protocol.Payload;

/** A handler of a Java component that keeps its messages for a test. */
final class Inbox implements MessageHandler {
    private static final Duration MESSAGE_LIMIT = Duration.ofSeconds(15);
    private static final int MESSAGES_KEPT = 100_000;

    private final BlockingDeque<Received> messages = new LinkedBlockingDeque<>(MESSAGES_KEPT);

    @Override
    public void onMessage(Received message) {
        messages.add(message);
    }

    /** The next message, in the order of their coming; fails when there is none within 15 seconds. */
    Received next() {
        try {
            Received message = messages.poll(MESSAGE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (message == null) {
                throw new AssertionError("no message within " + MESSAGE_LIMIT);
            }
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a message", e);
        }
    }

    /** As {@link #next()}, in the shape in which foreign components report theirs. */
    PeerEvent nextEvent() {
        Received message = next();
        return PeerEvent.message(message.topic(), Payload.of(message.arguments()));
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /** Waits that long for a message, which {@link #next()} will give. */
    boolean hasWithin(Duration limit) {
        try {
            Received message = messages.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
            return message != null && messages.offerFirst(message);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
