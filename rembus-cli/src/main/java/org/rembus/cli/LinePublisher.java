package org.rembus.cli;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.rembus.cli.json.JsonIn;
import org.rembus.cli.json.NotJsonException;
import org.rembus.cli.print.FailedException;
import org.rembus.client.Component;
import org.rembus.client.Publish;
import org.rembus.client.RembusException;

/**
 * Publishes each line of a stream, in order, without waiting for one acknowledgement before the next line: so many may be
 * missing at a time. Used by one thread.
 */
final class LinePublisher {
    private static final int WINDOW = 256;

    private final Component component;
    private final Publish message;
    private final Deque<Sent> unacknowledged = new ArrayDeque<>();
    private long published;

    /** @param message what each message has, but for its arguments */
    LinePublisher(Component component, Publish message) {
        this.component = component;
        this.message = message;
    }

    private record Sent(long line, CompletableFuture<Void> done) {}

    /** @throws FailedException if a line is no JSON or could not be published; those before it are */
    void publishAll(Lines lines) throws IOException, InterruptedException {
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            if (!isBlank(line)) {
                publish(line, lines.number());
            }
        }
        drain(0);
    }

    private void publish(byte[] line, long number) throws InterruptedException {
        drain(WINDOW - 1);
        CompletableFuture<Void> done;
        try {
            done = component.async().publish(message.with(arguments(line)));
        } catch (NotJsonException | IllegalArgumentException wrong) {
            drain(0);
            throw failure(number, "cannot be sent: " + wrong.getMessage(), wrong);
        }
        unacknowledged.add(new Sent(number, done));
    }

    private static @Nullable Object[] arguments(byte[] line) throws NotJsonException {
        Object value = JsonIn.read(line);
        return value instanceof List<?> list ? list.toArray() : new @Nullable Object[] {value};
    }

    /** Waits until no more than so many are unacknowledged. */
    private void drain(int most) throws InterruptedException {
        while (unacknowledged.size() > most) {
            Sent oldest = unacknowledged.remove();
            try {
                oldest.done().get();
                published++;
            } catch (ExecutionException e) {
                String reason = e.getCause() instanceof RembusException cause
                        ? Failures.sentence(cause)
                        : String.valueOf(e.getCause());
                throw failure(oldest.line(), "was not published: " + reason, e);
            }
        }
    }

    private FailedException failure(long line, String what, Exception cause) {
        return new FailedException("line " + line + " " + what + "; " + published + " were published before", cause);
    }

    private static boolean isBlank(byte[] line) {
        for (byte each : line) {
            if (each > ' ' || each < 0) {
                return false;
            }
        }
        return true;
    }
}
