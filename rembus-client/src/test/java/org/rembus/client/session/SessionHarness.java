package org.rembus.client.session;

import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.rembus.client.ManualClock;
import org.rembus.client.session.SessionConfig.FirstFailure;
import org.rembus.client.session.SessionConfig.Offline;
import org.rembus.protocol.BrokerEvent;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;
import org.rembus.protocol.TraceContext;
import org.rembus.protocol.cbor.MessageEncoder;

/** A session without sockets: the test is the transport, the clock, the broker and the application. */
final class SessionHarness implements SessionEvents, Inbound {
    static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    static final Duration ACK_TIMEOUT = Duration.ofSeconds(2);
    static final int MAX_OUTBOX_MESSAGES = 1000;

    final ManualClock clock = new ManualClock();
    final List<String> events = new ArrayList<>();
    final List<Message> inbound = new ArrayList<>();
    final List<Integer> connections = new ArrayList<>();
    boolean takesMessages = true;
    boolean outboxIsClosed;

    @Nullable
    Failure lastFailure;

    Duration lastPause = Duration.ZERO;
    final Session session;
    private RecordedLink link = new RecordedLink();
    private long nextId = 100;

    private SessionHarness(@Nullable String name, Offline offline, FirstFailure firstFailure, OutboxStore store) {
        SessionConfig config = new SessionConfig(
                name,
                REQUEST_TIMEOUT.toNanos(),
                ACK_TIMEOUT.toNanos(),
                10,
                Duration.ofSeconds(1).toNanos(),
                Duration.ofSeconds(30).toNanos(),
                256,
                MAX_OUTBOX_MESSAGES,
                1 << 20,
                offline,
                firstFailure);
        session = new Session(config, store, clock, new Random(7), new MessageIds(() -> nextId++), this, this);
    }

    static SessionHarness named(Offline offline) {
        return new SessionHarness("alice", offline, FirstFailure.CLOSE, new MemoryStore());
    }

    static SessionHarness anonymous() {
        return new SessionHarness(null, Offline.WAIT, FirstFailure.CLOSE, new MemoryStore());
    }

    static SessionHarness stubborn() {
        return new SessionHarness("alice", Offline.WAIT, FirstFailure.TRY_AGAIN, new MemoryStore());
    }

    static SessionHarness over(OutboxStore store) {
        return new SessionHarness("alice", Offline.WAIT, FirstFailure.TRY_AGAIN, store);
    }

    /** Opens, connects, and answers the first question. */
    SessionHarness ready() {
        session.open();
        connected();
        if (link.hasNext()) {
            answerNext();
        }
        return this;
    }

    RecordedLink connected() {
        return connected(Extensions.NONE);
    }

    RecordedLink connected(Extensions agreed) {
        link = new RecordedLink();
        link.extensions = agreed;
        session.onConnected(link);
        return link;
    }

    RecordedLink link() {
        return link;
    }

    void refuseConnection() {
        session.onConnectFailed(new ConnectException("refused"));
    }

    void lose() {
        lose(1006, "");
    }

    void lose(int code, String reason) {
        session.onDisconnected(link, code, reason);
    }

    /** Lets the pause before the next attempt go by. */
    void awaitAttempt() {
        int before = events.size();
        for (int i = 0; i < 100 && !events.subList(before, events.size()).contains("connect"); i++) {
            pass(Duration.ofNanos(Math.max(0, session.nextDeadlineNs() - clock.getAsLong())));
        }
    }

    /** Lets time go by, with the ticks that the session wants. */
    void pass(Duration time) {
        long endNs = clock.getAsLong() + time.toNanos();
        while (session.nextDeadlineNs() <= endNs) {
            clock.advance(Duration.ofNanos(Math.max(0, session.nextDeadlineNs() - clock.getAsLong())));
            session.onTick();
        }
        clock.advance(Duration.ofNanos(Math.max(0, endNs - clock.getAsLong())));
    }

    /** Answers the next request that was sent with success. */
    Message.Request answerNext() {
        Message.Request request = link.next(Message.Request.class);
        session.onMessage(Message.Response.success(request.id()));
        return request;
    }

    void refuseNext(Status status, String text) {
        Message.Request request = link.next(Message.Request.class);
        session.onMessage(Message.Response.error(request.id(), status, text));
    }

    /** The commands that are sent from now on, each answered with success. */
    List<Object> answeredCommands() {
        List<Object> commands = new ArrayList<>();
        while (link.hasNext()) {
            Message.Admin admin = (Message.Admin) answerNext();
            commands.add(admin.topic() + " " + admin.data().value());
        }
        return commands;
    }

    RecordedCompletion rpc(long number) {
        RecordedCompletion completion = new RecordedCompletion();
        MessageId id = MessageId.of(number, 8);
        byte[] message = MessageEncoder.encode(new Message.Rpc(id, "svc", null, Payload.NO_ARGUMENTS));
        session.submit(new Operation.Ask(
                message,
                null,
                id,
                REQUEST_TIMEOUT.toNanos(),
                clock.getAsLong() + REQUEST_TIMEOUT.toNanos(),
                false,
                completion));
        return completion;
    }

    RecordedCompletion command(Command command) {
        RecordedCompletion completion = new RecordedCompletion();
        MessageId id = MessageId.of(nextId++, 8);
        session.submit(new Operation.Ask(
                command.encode(id),
                null,
                id,
                REQUEST_TIMEOUT.toNanos(),
                clock.getAsLong() + REQUEST_TIMEOUT.toNanos(),
                true,
                completion));
        return completion;
    }

    RecordedCompletion publish(long number, QoS qos) {
        return publish(number, qos, Operation.Until.ACKNOWLEDGED);
    }

    RecordedCompletion publish(long number, QoS qos, Operation.Until until) {
        return publish(number, qos, until, null);
    }

    RecordedCompletion publish(long number, QoS qos, Operation.Until until, @Nullable TraceContext trace) {
        RecordedCompletion completion = new RecordedCompletion();
        MessageId id = qos == QoS.AT_MOST_ONCE ? null : MessageId.of(number, 8);
        byte[] message =
                MessageEncoder.encode(new Message.Publish(PublishFlags.of(qos, false), id, "t", Payload.of(number)));
        long deadlineNs = clock.getAsLong() + REQUEST_TIMEOUT.toNanos();
        session.submit(
                id == null
                        ? new Operation.Fire(message, trace, deadlineNs, completion)
                        : new Operation.Assured(message, trace, id, qos, until, deadlineNs, completion));
        return completion;
    }

    // -- what the session wants and tells --

    @Override
    public void connect() {
        events.add("connect");
    }

    @Override
    public void onReady(boolean again) {
        events.add(again ? "ready again" : "ready");
    }

    @Override
    public void onLost(String why) {
        events.add("lost");
    }

    @Override
    public void onAttemptFailed(Failure cause, long pauseNs) {
        events.add("failed");
        lastFailure = cause;
        lastPause = Duration.ofNanos(pauseNs);
    }

    @Override
    public void onRestoreFailed(String topic, Failure cause) {
        events.add("not restored " + topic);
    }

    @Override
    public void onBrokerEvent(BrokerEvent event) {
        events.add("told " + event);
    }

    @Override
    public void onUndelivered(String topic, long count, Failure why) {
        events.add("undelivered " + topic + " " + count);
        lastFailure = why;
    }

    @Override
    public void onSetAside(String topic) {
        events.add("set aside " + topic);
    }

    @Override
    public void onOutboxBroken(Throwable cause) {
        events.add("outbox broken");
    }

    @Override
    public void onOutboxClosed() {
        outboxIsClosed = true;
    }

    @Override
    public void onClosed(Failure.Absence absence, @Nullable Failure cause) {
        events.add("closed " + absence);
        lastFailure = cause;
    }

    @Override
    public boolean onPublish(Message.Publish message) {
        if (takesMessages) {
            inbound.add(message);
        }
        return takesMessages;
    }

    @Override
    public void onRequest(Message.Rpc request, int connection) {
        inbound.add(request);
        connections.add(connection);
    }
}
