package org.rembus.client.session;

import static org.rembus.client.session.Failure.Absence.DISCONNECTED;

import java.net.ConnectException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Rid;
import org.rembus.protocol.cbor.MessageEncoder;

/**
 * The first exchange on a connection: the component says who it is, then what it wants, one command after the other,
 * each awaiting its answer (PROTOCOL.md sections 6 and 7). One that has no name to say asks for {@code version}, which every broker
 * answers somehow: whatever else listens there does not, and would swallow what is published.
 */
final class Greeting {
    private static final String BUILT_IN = "version";
    private static final String STRANGER = "what listens there does not answer as a Rembus broker does";

    /** As long as a transport's handshake may take, which shows the same where there is one. */
    private static final long STRANGER_NS = 10_000_000_000L;

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
        /** @param mostNs for how long at most, if that is less than any request has */
        void ask(Function<MessageId, byte[]> message, long mostNs, Completion completion);
    }

    /** How it ends; exactly one of the first two, unless it is abandoned. */
    interface Outcome {
        void onGreeted();

        void onGreetingFailed(Failure failure);

        void onRestoreFailed(String topic, Failure failure);
    }

    /**
     * @param gapNs how long nothing has been heard from the broker
     * @param isProven whether it is known that a broker listens there
     */
    void begin(long gapNs, boolean isProven) {
        commands.addAll(interest.restoring(isNamed(), gapNs));
        if (cid != null) {
            introduce(cid);
        } else if (isProven) {
            identified();
        } else {
            askForVersion();
        }
    }

    private boolean isNamed() {
        return cid != null && !cid.equals(Rid.NO_NAME);
    }

    private void introduce(String name) {
        Payload plainComponent = Payload.of(Map.of());
        ask(
                id -> MessageEncoder.encode(new Message.Identity(id, name, plainComponent)),
                Long.MAX_VALUE,
                this::identified,
                this::onUnanswered);
    }

    private void askForVersion() {
        ask(
                id -> MessageEncoder.encode(new Message.Rpc(id, BUILT_IN, null, Payload.NO_ARGUMENTS)),
                STRANGER_NS,
                this::identified,
                failure -> {
                    if (failure instanceof Failure.Answered) {
                        identified();
                    } else {
                        onUnanswered(failure);
                    }
                });
    }

    /** To the first question there may be no answer: then nobody who knows Rembus is there. */
    private void onUnanswered(Failure failure) {
        boolean isStranger = failure instanceof Failure.TimedOut;
        outcome.onGreetingFailed(
                isStranger ? new Failure.NotConnected(DISCONNECTED, new ConnectException(STRANGER)) : failure);
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
        ask(command::encode, Long.MAX_VALUE, this::next, failure -> onRefused(command, failure));
    }

    private void onRefused(Command command, Failure failure) {
        if (!(failure instanceof Failure.Answered)) {
            outcome.onGreetingFailed(failure);
            return;
        }
        if ("setup".equals(command.data().get("cmd"))) {
            commands.addAll(interest.restoringOneByOne(isNamed(), 0));
        } else {
            outcome.onRestoreFailed(command.topic(), failure);
        }
        next();
    }

    private void ask(
            Function<MessageId, byte[]> message, long mostNs, Runnable onSuccess, Consumer<Failure> onFailure) {
        asker.ask(message, mostNs, new Completion() {
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
