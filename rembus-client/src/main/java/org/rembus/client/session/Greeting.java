package org.rembus.client.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.cbor.MessageEncoder;

/**
 * The first exchange on a connection: the component says who it is, then what it wants, one command after the other,
 * each awaiting its answer (PROTOCOL.md sections 6 and 7).
 */
final class Greeting {
    private final @Nullable String cid;
    private final Interest interest;
    private final Asker asker;
    private final Outcome outcome;
    private final Deque<Command> commands = new ArrayDeque<>();
    private boolean isIdentified;
    private boolean isOver;

    Greeting(@Nullable String cid, Interest interest, Asker asker, Outcome outcome) {
        this.cid = cid;
        this.interest = interest;
        this.asker = asker;
        this.outcome = outcome;
    }

    /** Sends a request of the session's own. */
    @FunctionalInterface
    interface Asker {
        void ask(Function<MessageId, byte[]> message, Completion completion);
    }

    /** How it ends; exactly one of the first two, unless it is abandoned. */
    interface Outcome {
        void onGreeted();

        void onGreetingFailed(Failure failure);

        void onRestoreFailed(String topic, Failure failure);
    }

    /** @param gapNs how long nothing has been heard from the broker */
    void begin(long gapNs) {
        commands.addAll(interest.restoring(cid != null, gapNs));
        if (cid == null) {
            identified();
            return;
        }
        String name = cid;
        Payload plainComponent = Payload.of(Map.of());
        ask(
                id -> MessageEncoder.encode(new Message.Identity(id, name, plainComponent)),
                this::identified,
                outcome::onGreetingFailed);
    }

    /** Whether the broker knows who we are, so that more may be said than the greeting itself. */
    boolean isIdentified() {
        return isIdentified;
    }

    /** Nobody is interested in how it ends any more. */
    void abandon() {
        isOver = true;
    }

    private void identified() {
        isIdentified = true;
        next();
    }

    private void next() {
        Command command = commands.poll();
        if (command == null) {
            isOver = true;
            outcome.onGreeted();
            return;
        }
        ask(command::encode, this::next, failure -> onRefused(command, failure));
    }

    private void onRefused(Command command, Failure failure) {
        if (!(failure instanceof Failure.Answered)) {
            outcome.onGreetingFailed(failure);
            return;
        }
        if ("setup".equals(command.data().get("cmd"))) {
            commands.addAll(interest.restoringOneByOne(cid != null, 0));
        } else {
            outcome.onRestoreFailed(command.topic(), failure);
        }
        next();
    }

    private void ask(Function<MessageId, byte[]> message, Runnable onSuccess, Consumer<Failure> onFailure) {
        asker.ask(message, new Completion() {
            @Override
            public void onSuccess(Payload data) {
                if (!isOver) {
                    onSuccess.run();
                }
            }

            @Override
            public void onFailure(Failure failure) {
                if (!isOver) {
                    onFailure.accept(failure);
                }
            }
        });
    }
}
