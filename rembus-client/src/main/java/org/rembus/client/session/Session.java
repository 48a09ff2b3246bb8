package org.rembus.client.session;

import java.net.ConnectException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.BrokerEvent;
import org.rembus.protocol.Extension;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;
import org.rembus.protocol.cbor.MessageEncoder;

/**
 * A component's relation to its broker over any number of connections, one after the other.
 *
 * <p>It is in one of the phases below. While it is {@code READY}, operations go out at once; before, they wait or fail,
 * as configured. When the connection ends, requests fail, because whether they were carried out is not known. Publishes of
 * QoS 1 and 2 go through the outbox, which sends them again on the next connection, under their ids.
 *
 * <p>Everything is called on one thread. After each call {@link #nextDeadlineNs} tells when {@link #onTick} is due.
 */
public final class Session implements Greeting.Outcome, Outbox.Owner {
    private static final long PROVEN_NS = 10_000_000_000L;
    private static final int NORMAL = 1000;
    private static final int TOO_LONG = 1009;
    private static final int OVERWRITTEN = 4000;

    private enum Phase {
        NEW,
        CONNECTING,
        GREETING,
        READY,
        PAUSING,
        CLOSED
    }

    // -- for ever --
    private final SessionConfig config;
    private final LongSupplier clock;
    private final MessageIds ids;
    private final SessionEvents events;
    private final Interest interest = new Interest();
    private final Requests requests = new Requests();
    private final Backlog backlog = new Backlog();
    private final Receiver receiver;
    private final Heartbeat heartbeat;
    private final Backoff backoff;
    private final Outbox outbox;
    private Phase phase = Phase.NEW;
    private long nextDeadlineNs = Long.MAX_VALUE;
    private boolean wasReady;
    private Failure.Absence absence = Failure.Absence.DISCONNECTED;

    // -- per connection --
    private @Nullable Link link;
    private @Nullable Greeting greeting;
    private int connection;
    private long readyNs;

    // -- between connections --
    private long reconnectNs;
    private long giveUpNs = Long.MAX_VALUE;
    private @Nullable Throwable lastCause;

    /**
     * @param clock nanoseconds from any origin, never going back
     * @param random for the pauses between attempts to connect
     * @param store where the outbox keeps its messages, which the session opens and closes
     */
    public Session(
            SessionConfig config,
            OutboxStore store,
            LongSupplier clock,
            RandomGenerator random,
            MessageIds ids,
            SessionEvents events,
            Inbound inbound) {
        this.config = config;
        this.clock = clock;
        this.ids = ids;
        this.events = events;
        this.receiver = new Receiver(inbound);
        this.heartbeat = new Heartbeat(config.pingIntervalNs());
        this.backoff = new Backoff(config.reconnectPeriodNs(), random);
        this.outbox = new Outbox(
                new Outbox.Limits(config.maxOutboxMessages(), config.maxOutboxBytes()),
                store,
                new SendWindow(config.maxInflight(), config.ackTimeoutNs(), config.sendRetries()),
                clock,
                this);
    }

    /** Opens the outbox, then begins to connect; without an outbox it is over. */
    public void open() {
        outbox.open(this::connect, cause -> shutDown(Failure.Absence.CLOSED, new Failure.NotStored(cause)));
    }

    /** What the broker has agreed to. Commands that it answered with success are to be noted here. */
    public Interest interest() {
        return interest;
    }

    /** When {@link #onTick} is due; {@link Long#MAX_VALUE} for never. */
    public long nextDeadlineNs() {
        return Math.min(nextDeadlineNs, outbox.nextDueNs());
    }

    /** Sends it, or keeps it for later, or fails it. */
    public void submit(Operation operation) {
        Link open = link;
        if (phase == Phase.CLOSED || isToFail(operation)) {
            operation.fail(new Failure.NotConnected(absence, lastCause));
        } else if (operation instanceof Operation.Assured publish) {
            outbox.submit(publish);
            wake(phase == Phase.READY ? Long.MAX_VALUE : publish.deadlineNs());
        } else if (phase == Phase.READY && open != null) {
            begin(operation, open);
        } else if (backlog.add(operation, outbox.lastSequence())) {
            wake(operation.deadlineNs());
        } else {
            operation.fail(new Failure.Overloaded());
        }
    }

    /**
     * Sends an encoded message that nobody waits for, if that is possible now; it is copied.
     *
     * @return false when it is not: then it is to be submitted
     */
    public boolean fire(byte[] array, int offset, int length) {
        Link open = link;
        if (phase != Phase.READY || open == null) {
            return false;
        }
        open.send(array, offset, length);
        return true;
    }

    /** Whether there is no connection, and the operation makes no sense without one. */
    private boolean isToFail(Operation operation) {
        boolean isForTheOutbox =
                operation instanceof Operation.Assured publish && publish.until() == Operation.Until.STORED;
        return phase != Phase.READY && config.offline() == SessionConfig.Offline.FAIL && !isForTheOutbox;
    }

    private void begin(Operation operation, Link open) {
        switch (operation) {
            case Operation.Fire fire -> {
                open.send(fire.message(), fire.trace());
                fire.sent();
            }
            case Operation.Assured publish -> outbox.submit(publish);
            case Operation.Ask request -> ask(request, open);
        }
    }

    private void ask(Operation.Ask request, Link open) {
        if (requests.add(request)) {
            open.send(request.message(), request.trace());
            wake(request.deadlineNs());
        } else {
            request.fail(new Failure.Overloaded());
        }
    }

    /** A request of our own, while nothing else may go out yet. */
    private void askNow(Function<MessageId, byte[]> message, long mostNs, Completion completion) {
        Link open = link;
        if (open != null) {
            MessageId id = ids.next();
            long timeoutNs = Math.min(mostNs, config.requestTimeoutNs());
            long deadlineNs = clock.getAsLong() + timeoutNs;
            ask(new Operation.Ask(message.apply(id), null, id, timeoutNs, deadlineNs, false, completion), open);
        }
    }

    // -- connecting --

    private void connect() {
        phase = Phase.CONNECTING;
        events.connect();
    }

    /** The transport has a connection that can carry messages. */
    public void onConnected(Link connected) {
        if (phase != Phase.CONNECTING) {
            connected.close(NORMAL, "closed");
            return;
        }
        long nowNs = clock.getAsLong();
        long gapNs = wasReady ? Math.max(0, nowNs - heartbeat.heardNs()) : 0;
        link = connected;
        connection++;
        phase = Phase.GREETING;
        receiver.onConnected();
        heartbeat.onHeard(nowNs);
        wake(heartbeat.nextCheckNs());
        Greeting begun = new Greeting(config.cid(), interest, this::askNow, this);
        greeting = begun;
        // Who agrees to extensions knows what Rembus is.
        begun.begin(gapNs, !connected.extensions().isEmpty());
    }

    /** The transport could not connect. */
    public void onConnectFailed(Throwable cause) {
        if (phase == Phase.CONNECTING) {
            attemptFailed(new Failure.NotConnected(Failure.Absence.DISCONNECTED, cause));
        }
    }

    /** The broker was in this process and is closed: there is nothing to come back to. */
    public void onBrokerClosed() {
        if (phase != Phase.CLOSED) {
            shutDown(Failure.Absence.BROKER_CLOSED, null);
        }
    }

    @Override
    public void onGreeted() {
        Link open = link;
        if (open == null) {
            return;
        }
        boolean again = wasReady;
        phase = Phase.READY;
        wasReady = true;
        greeting = null;
        lastCause = null;
        giveUpNs = Long.MAX_VALUE;
        readyNs = clock.getAsLong();
        events.onReady(again);
        outbox.onConnected(open);
        backlog.drainTo((operation, after) -> {
            outbox.fillThrough(after);
            submit(operation);
        });
        outbox.fill();
    }

    @Override
    public void onGreetingFailed(Failure failure) {
        Link refused = link;
        endConnection(Failure.Absence.DISCONNECTED);
        if (refused != null) {
            refused.close(NORMAL, "refused");
        }
        attemptFailed(failure);
    }

    @Override
    public void onRestoreFailed(String topic, Failure failure) {
        events.onRestoreFailed(topic, failure);
    }

    private void attemptFailed(Failure failure) {
        if (!wasReady && config.firstFailure() == SessionConfig.FirstFailure.CLOSE) {
            shutDown(Failure.Absence.CLOSED, failure);
            return;
        }
        lastCause = failure instanceof Failure.NotConnected failed ? failed.cause() : null;
        events.onAttemptFailed(failure, pause());
    }

    private long pause() {
        long pauseNs = backoff.nextPauseNs();
        phase = Phase.PAUSING;
        reconnectNs = clock.getAsLong() + pauseNs;
        wake(reconnectNs);
        return pauseNs;
    }

    // -- connected --

    /** Bytes came. */
    public void onHeard() {
        heartbeat.onHeard(clock.getAsLong());
    }

    /** A message came. Its payload must be valid for ever. */
    public void onMessage(Message message) {
        Link open = link;
        if (open == null) {
            return;
        }
        switch (message) {
            case Message.Publish publish -> receiver.onPublish(publish, open);
            case Message.Rpc request -> receiver.onRequest(request, connection);
            case Message.Response response -> onResponse(response, open);
            case Message.Ack ack -> outbox.onAck(ack.id());
            case Message.Ack2 ack2 -> receiver.onAck2(ack2.id());
            case Message.Admin admin -> onAdmin(admin, open);
            case Message.Identity identity -> ignore();
            case Message.Register register -> ignore();
            case Message.Unregister unregister -> ignore();
            case Message.Attestation attestation -> ignore();
            case Message.Ping ping -> ignore();
        }
    }

    /** Nothing that a broker sends to a component. */
    private static void ignore() {}

    private void onAdmin(Message.Admin admin, Link open) {
        if (admin.topic().equals(BrokerEvent.TOPIC) && open.extensions().has(Extension.EVENTS)) {
            BrokerEvent.parse(admin.data()).ifPresent(events::onBrokerEvent);
        } else {
            open.send(MessageEncoder.encode(Message.Response.success(admin.id())));
        }
    }

    private void onResponse(Message.Response response, Link open) {
        boolean isChallenge = response.status() == Status.CHALLENGE;
        if (isChallenge && phase == Phase.GREETING && config.cid() == null) {
            onGreetingFailed(new Failure.Answered(Status.CHALLENGE, response.data()));
            return;
        }
        boolean unasked = isChallenge && phase == Phase.READY;
        if (!outbox.onResponse(response)) {
            requests.onResponse(response);
        }
        if (unasked) {
            open.close(NORMAL, "no key");
            onDisconnected(open, Ending.NO_CODE, "the broker demands authentication");
        }
    }

    /** The handler of a QoS 1 or 2 message is done with it: it is acknowledged. */
    public void onHandled(MessageId id, String topic, QoS qos) {
        Link open = greeting == null || greeting.isIdentified() ? link : null;
        receiver.onHandled(id, topic, qos, open, clock.getAsLong());
    }

    /** Answers a call, unless the connection that it came on is gone. */
    public void answer(byte[] response, int onConnection) {
        Link open = link;
        if (open != null && onConnection == connection) {
            open.send(response);
        }
    }

    /**
     * The connection ended.
     *
     * @param code the broker's close code, 1006 when it sent none
     */
    public void onDisconnected(Link ended, int code, String reason) {
        if (link != ended) {
            return;
        }
        Phase before = phase;
        if (code == OVERWRITTEN) {
            shutDown(Failure.Absence.OVERWRITTEN, null);
            return;
        }
        if (before == Phase.READY && clock.getAsLong() - readyNs >= PROVEN_NS) {
            backoff.reset();
        }
        if (code == TOO_LONG) {
            giveUpLongest(ended.longestSentBytes());
        }
        if (link != ended) {
            return; // it was the greeting
        }
        endConnection(Failure.Absence.DISCONNECTED);
        if (before == Phase.GREETING) {
            boolean isSilent = code == Ending.NO_CODE && reason.isEmpty();
            String why =
                    isSilent ? "the connection was closed before a Rembus broker answered" : Ending.words(code, reason);
            attemptFailed(new Failure.NotConnected(Failure.Absence.DISCONNECTED, new ConnectException(why)));
            return;
        }
        pause();
        events.onLost(Ending.words(code, reason));
    }

    /**
     * The broker has refused the longest message, or a shorter one, and would again on every connection. Whatever it was, the
     * longest was too long.
     */
    private void giveUpLongest(int bytes) {
        Failure tooLong = new Failure.TooLong(bytes);
        requests.failFrom(bytes, tooLong);
        outbox.refuseFrom(bytes, tooLong);
    }

    /** Forgets the connection and fails, or keeps, what was going on there. */
    private void endConnection(Failure.Absence why) {
        if (greeting != null) {
            greeting.abandon();
            greeting = null;
        }
        boolean wasReady = phase == Phase.READY;
        link = null;
        phase = Phase.PAUSING;
        outbox.onDisconnected();
        boolean keep = why == Failure.Absence.DISCONNECTED && config.offline() == SessionConfig.Offline.WAIT;
        for (Operation.Ask request : requests.takeAll()) {
            if (keep && request.repeatable()) {
                submit(request);
            } else {
                request.fail(new Failure.Lost(why));
            }
        }
        if (!keep) {
            outbox.failAll(new Failure.Lost(why), new Failure.NotConnected(why, null));
        } else if (wasReady) {
            giveUpNs = clock.getAsLong() + config.requestTimeoutNs();
            wake(giveUpNs);
        }
    }

    // -- the outbox --

    @Override
    public void onUndelivered(String topic, long count, Failure why) {
        events.onUndelivered(topic, count, why);
    }

    @Override
    public void onSetAside(String topic) {
        events.onSetAside(topic);
    }

    @Override
    public void onStoreBroken(Throwable cause) {
        events.onOutboxBroken(cause);
    }

    @Override
    public void onStoreClosed() {
        events.onOutboxClosed();
    }

    @Override
    public void wantsAnotherConnection(String why) {
        Link open = link;
        if (open != null) {
            open.close(NORMAL, "unacknowledged");
            onDisconnected(open, Ending.NO_CODE, why);
        }
    }

    // -- time --

    /** Does what is due. */
    public void onTick() {
        long nowNs = clock.getAsLong();
        nextDeadlineNs = Long.MAX_VALUE;
        checkPeer(nowNs);
        wake(requests.expire(nowNs));
        outbox.resendDue();
        Failure.NotConnected unsent = new Failure.NotConnected(absence, lastCause);
        wake(backlog.expire(nowNs, unsent));
        if (giveUpNs <= nowNs) {
            giveUpNs = Long.MAX_VALUE;
        }
        long notBeforeNs = giveUpNs == Long.MAX_VALUE ? Long.MIN_VALUE : giveUpNs;
        wake(outbox.expire(nowNs, notBeforeNs, new Failure.Lost(absence), unsent));
        if (phase == Phase.PAUSING && reconnectNs <= nowNs) {
            connect();
        } else if (phase == Phase.PAUSING) {
            wake(reconnectNs);
        }
    }

    private void checkPeer(long nowNs) {
        Link open = link;
        if (open == null) {
            return;
        }
        switch (heartbeat.check(nowNs)) {
            case ALIVE -> wake(heartbeat.nextCheckNs());
            case PING -> {
                open.ping();
                wake(heartbeat.nextCheckNs());
            }
            case DEAD -> {
                open.close(NORMAL, "silent");
                onDisconnected(open, Ending.NO_CODE, "the broker fell silent");
            }
        }
    }

    private void wake(long atNs) {
        nextDeadlineNs = Math.min(nextDeadlineNs, atNs);
    }

    // -- the end --

    /** Takes no messages and calls any more; answers and acknowledgements still go out. */
    public void stopReceiving() {
        receiver.stop();
    }

    /** Whether closing would cut short nothing but what a connection is wanting for: the outbox has nothing to wait for. */
    public boolean isSettled() {
        return !outbox.isStoring() && (phase != Phase.READY || outbox.isSettled());
    }

    /** Closes the connection, if there is one, and fails all that is outstanding. */
    public void close() {
        if (phase != Phase.CLOSED) {
            shutDown(Failure.Absence.CLOSED, null);
        }
    }

    private void shutDown(Failure.Absence why, @Nullable Failure cause) {
        Link open = link;
        absence = why;
        endConnection(why);
        phase = Phase.CLOSED;
        nextDeadlineNs = Long.MAX_VALUE;
        if (open != null) {
            open.close(NORMAL, "closed");
        }
        backlog.drainTo((operation, after) -> operation.fail(new Failure.NotConnected(why, null)));
        outbox.close(new Failure.NotConnected(why, null));
        events.onClosed(why, cause);
    }
}
