package org.rembus.broker.transport.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.routing.connection.Acceptor;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.routing.connection.Connection;
import org.rembus.broker.routing.connection.ConnectionEvents;
import org.rembus.broker.routing.connection.Outgoing;
import org.rembus.broker.transport.Traffic;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Status;

/**
 * A peer that the router sees in the place of who sends requests: it asks, and each question gets one answer. It serves
 * nothing, and is sent no messages. What it asks and is answered counts as messages; what else HTTP carries does not.
 */
class HttpPeer implements Connection {
    private final HttpConnection http;
    private final Consumer<Boolean> onHeld;
    private final Map<MessageId, Question> asked = new HashMap<>();
    private @Nullable ConnectionEvents events;
    private long lastId;
    private boolean held;
    private boolean closed;

    /** What has been asked and not answered yet. */
    @FunctionalInterface
    private interface Question {
        /** @param charge to be released when nothing is left of the answer */
        void onAnswer(Message.Response answer, AnswerCharge charge);
    }

    /** @param onHeld told to stop reading (true) and to read on (false), in turns */
    HttpPeer(HttpConnection http, Consumer<Boolean> onHeld) {
        this.http = http;
        this.onHeld = onHeld;
    }

    /** Lets the router know of it. */
    void open(Acceptor acceptor) {
        events = acceptor.onOpened(this);
    }

    /** Sends a message that has no answer; nobody hears of it when it has ended. */
    void tell(Message message) {
        if (!closed) {
            hand(message);
        }
    }

    private void hand(Message message) {
        http.loop().traffic().increment(Traffic.Count.MESSAGES_RECEIVED);
        events().onMessage(message);
    }

    /**
     * Sends a request.
     *
     * @param request made with the id that it gets
     * @param onAnswer called once, in a task of its own; the connection may have ended then
     */
    void ask(Function<MessageId, ? extends Message.Request> request, Consumer<Message.Response> onAnswer) {
        ask(request, (answer, charge) -> {
            charge.release();
            onAnswer.accept(answer);
        });
    }

    /**
     * Calls a service.
     *
     * @param request made with the id that it gets
     * @param onResult called with the JSON of the result, as {@link #ask} does
     * @param onError called instead with an answer that is not success, and if there is no JSON, which closes the connection
     */
    void call(Function<MessageId, Message.Rpc> request, Consumer<byte[]> onResult, Consumer<Message.Response> onError) {
        ask(request, (answer, charge) -> {
            if (answer.status() != Status.SUCCESS) {
                charge.release();
                onError.accept(answer);
                return;
            }
            http.loop()
                    .longTexts()
                    .translate(
                            answer.data(),
                            json -> {
                                charge.release();
                                onResult.accept(json);
                            },
                            failure -> {
                                charge.release();
                                http.fail(failure);
                                onError.accept(
                                        Message.Response.error(answer.id(), Status.ERROR, "no JSON of the result"));
                            });
        });
    }

    private void ask(Function<MessageId, ? extends Message.Request> request, Question question) {
        lastId++;
        MessageId id = MessageId.of(lastId, MessageId.GEN2_LENGTH);
        asked.put(id, question);
        if (closed) {
            giveUp();
        } else {
            hand(request.apply(id));
        }
    }

    /** Its connection or its task has ended. */
    void end() {
        if (!closed) {
            closed = true;
            events().onClosed();
            // Who is refused while it is held back is not told to read on.
            hold(false);
            giveUp();
        }
    }

    boolean isClosed() {
        return closed;
    }

    final ConnectionEvents events() {
        return Objects.requireNonNull(events);
    }

    final HttpConnection http() {
        return http;
    }

    private void giveUp() {
        Map<MessageId, Question> left = Map.copyOf(asked);
        asked.clear();
        left.forEach((id, question) ->
                answer(question, Message.Response.error(id, Status.ERROR, "the connection has ended")));
    }

    private void later(Runnable task) {
        http.loop().execute(task);
    }

    @Override
    public String peer() {
        return http.peer();
    }

    @Override
    public boolean isLocal() {
        return http.isLocal();
    }

    @Override
    public Optional<String> certifiedName() {
        return http.certifiedName();
    }

    @Override
    public boolean isPassing() {
        return true;
    }

    @Override
    public Extensions extensions() {
        return Extensions.NONE;
    }

    @Override
    public void send(Message message) {
        if (message instanceof Message.Response response) {
            Question question = asked.remove(response.id());
            if (question != null) {
                http.loop().traffic().increment(Traffic.Count.MESSAGES_SENT);
                answer(question, response);
            }
        }
    }

    /** It waits for the loop, and perhaps for others that are made JSON before it. */
    private void answer(Question question, Message.Response response) {
        AnswerCharge charge = AnswerCharge.take(http.loop(), response.data().length());
        Message.Response kept = charge.isTaken()
                ? response.detached()
                : Message.Response.error(response.id(), Status.ERROR, "no memory for the answer: too many wait");
        later(() -> question.onAnswer(kept, charge));
    }

    @Override
    public Offer offer(Outgoing message) {
        return Offer.FULL;
    }

    @Override
    public Offer offerFresh(Outgoing message) {
        return offer(message);
    }

    @Override
    public boolean reserve(int bytes) {
        return !closed && http.loop().budget().takeLavish(bytes);
    }

    @Override
    public void giveBack(int bytes) {
        http.loop().budget().giveBack(bytes);
    }

    /** There is no such thing; that its connection is there is all that is known of it. */
    @Override
    public void ping() {}

    @Override
    public long lastHeardNs() {
        return http.loop().nowNs();
    }

    @Override
    public void pauseReading() {
        hold(true);
    }

    @Override
    public void resumeReading() {
        hold(false);
    }

    private void hold(boolean hold) {
        if (hold != held) {
            held = hold;
            onHeld.accept(hold);
        }
    }

    /** Ends this peer; its requests are answered all the same, and the connection goes on. */
    @Override
    public void close(CloseReason reason) {
        later(this::end);
    }
}
