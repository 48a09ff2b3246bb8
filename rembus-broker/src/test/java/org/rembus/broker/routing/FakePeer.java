package org.rembus.broker.routing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.routing.connection.Connection;
import org.rembus.broker.routing.connection.ConnectionEvents;
import org.rembus.broker.routing.connection.Outgoing;
import org.rembus.protocol.Extension;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;
import org.rembus.protocol.cbor.MessageDecoder;
import org.rembus.protocol.cbor.MessageEncoder;

/**
 * A peer and its connection without a socket. It records in order what the router sends, and what it says reaches the
 * router at once, or when reading goes on. All messages pass through their CBOR, in a buffer that is spoiled after use.
 *
 * <p>Made by {@link RouterHarness}.
 */
public final class FakePeer implements Connection {
    /** What a peer does with publishes of QoS 1 and 2. */
    public enum Habit {
        /** Nothing: the test acknowledges what it wants to. */
        MANUAL,
        /** Acknowledges at the end of the turn, and drops duplicates as PROTOCOL.md section 9 says. */
        ACKNOWLEDGES
    }

    private static final byte SPOILED = (byte) 0xFF;

    private final RouterHarness harness;
    private final PeerKind kind;
    private final String label;
    private final long idSpace;
    private final MessageDecoder decoder = new MessageDecoder();
    private final List<Message> received = new ArrayList<>();
    private final ArrayDeque<byte[]> held = new ArrayDeque<>();
    private final ArrayDeque<Message> toAnswer = new ArrayDeque<>();
    private @Nullable ConnectionEvents events;
    private @Nullable CloseReason closeReason;
    private Set<MessageId> awaitingAck2 = new LinkedHashSet<>();
    private List<Message.Publish> handled = new ArrayList<>();
    private Habit habit = Habit.MANUAL;
    private Extensions extensions = Extensions.NONE;
    private long lastHeardNs;
    private long idsMade;
    private boolean local;
    private boolean inProcess;
    private boolean passing;
    private byte @Nullable [] lastBody;
    private Optional<String> certifiedName = Optional.empty();
    private int room = Integer.MAX_VALUE;
    private int pings;
    private boolean refused;
    private long memory = Long.MAX_VALUE;
    private long reserved;
    private boolean paused;
    private boolean gone;
    private boolean leaving;

    FakePeer(RouterHarness harness, PeerKind kind, int number) {
        this.harness = harness;
        this.kind = kind;
        this.label = "peer " + number;
        this.idSpace = (long) number << Integer.SIZE;
        this.lastHeardNs = harness.clock().nowNs();
    }

    void opened(ConnectionEvents router) {
        events = router;
    }

    // -- what the peer says --

    /** Sends a message. */
    public void say(Message message) {
        lastHeardNs = harness.clock().nowNs();
        byte[] bytes = MessageEncoder.encode(message);
        if (paused || !held.isEmpty()) {
            held.add(bytes);
        } else {
            handOver(bytes);
        }
    }

    private void handOver(byte[] bytes) {
        if (gone || closeReason != null) {
            return;
        }
        byte[] buffer = Arrays.copyOf(bytes, bytes.length + 7);
        try {
            harness.enterTurn();
            Objects.requireNonNull(events).onMessage(decoder.decode(buffer, 0, bytes.length));
        } catch (ProtocolException e) {
            throw new AssertionError("a test sent what is no message", e);
        } finally {
            Arrays.fill(buffer, SPOILED);
        }
    }

    /** An id of the length that this kind of peer uses, which no other message has. */
    public MessageId newId() {
        idsMade++;
        return MessageId.of(idSpace + idsMade, kind.idLength());
    }

    /** Says who it is. */
    public MessageId identify(String name) {
        MessageId id = newId();
        say(new Message.Identity(id, kind.cid(name), kind.meta()));
        return id;
    }

    /** Sends an administration command: {@code cmd}, then keys and values. */
    public MessageId admin(String topic, String command, @Nullable Object... keysAndValues) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("cmd", command);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            data.put(Objects.requireNonNull(keysAndValues[i]).toString(), keysAndValues[i + 1]);
        }
        MessageId id = newId();
        say(new Message.Admin(id, topic, Payload.of(data)));
        return id;
    }

    /** Subscribes with this {@code msg_from}. */
    public MessageId subscribe(String topic, @Nullable Object msgFrom) {
        return admin(topic, "subscribe", "msg_from", msgFrom);
    }

    /** Subscribes to what is published from now on. */
    public MessageId subscribe(String topic) {
        return subscribe(topic, 0.0);
    }

    public MessageId unsubscribe(String topic) {
        return admin(topic, "unsubscribe");
    }

    public MessageId expose(String topic) {
        return admin(topic, "expose");
    }

    public MessageId reactive() {
        return admin("__config__", "reactive", "status", true);
    }

    public MessageId notReactive() {
        return admin("__config__", "reactive", "status", false);
    }

    public MessageId setup(List<String> subscribers, List<String> exposers) {
        return admin("__config__", "setup", "subscribers", subscribers, "exposers", exposers);
    }

    /** Publishes at QoS 0. */
    public void publish(String topic, @Nullable Object... arguments) {
        say(Message.Publish.of(topic, Payload.ofArguments(arguments)));
    }

    /** Publishes at this level; the id is used from QoS 1 on. */
    public MessageId publish(QoS qos, String topic, @Nullable Object... arguments) {
        MessageId id = newId();
        if (qos.isAcknowledged()) {
            publish(PublishFlags.of(qos, false), id, topic, arguments);
        } else {
            publish(topic, arguments);
        }
        return id;
    }

    public void publish(PublishFlags flags, MessageId id, String topic, @Nullable Object... arguments) {
        say(new Message.Publish(flags, id, topic, Payload.ofArguments(arguments)));
    }

    public void ack(MessageId id) {
        say(new Message.Ack(id));
    }

    public void ack2(MessageId id) {
        say(new Message.Ack2(id));
    }

    /** Calls whoever exposes the topic. */
    public MessageId call(String topic, @Nullable Object... arguments) {
        return callTarget(null, topic, arguments);
    }

    public MessageId callTarget(@Nullable String target, String topic, @Nullable Object... arguments) {
        MessageId id = newId();
        say(new Message.Rpc(id, topic, target, Payload.ofArguments(arguments)));
        return id;
    }

    /** Answers a request. */
    public void answer(Message.Rpc request, Status status, @Nullable Object result) {
        say(new Message.Response(request.id(), status, Payload.of(result)));
    }

    /** Asks, as components on ZeroMQ do, whether it is known by this name; there is no such message in CBOR. */
    public MessageId pingAs(String name) {
        MessageId id = newId();
        lastHeardNs = harness.clock().nowNs();
        harness.enterTurn();
        Objects.requireNonNull(events).onMessage(new Message.Ping(id, name));
        return id;
    }

    /** Answers a ping, or sends one. */
    public void pong() {
        lastHeardNs = harness.clock().nowNs();
    }

    /** Begins to end the connection: the router hears of it when it has ended. */
    public void leave() {
        leaving = true;
    }

    /** Its connection breaks. */
    public void drop() {
        if (!gone) {
            gone = true;
            held.clear();
            harness.enterTurn();
            Objects.requireNonNull(events).onClosed();
        }
    }

    // -- how it behaves --

    public FakePeer habit(Habit next) {
        habit = next;
        return this;
    }

    /** Says that it is on the broker's machine. */
    public FakePeer local() {
        local = true;
        return this;
    }

    /** These were agreed on when it connected. */
    public FakePeer extensions(Extension... agreed) {
        extensions = Extensions.of(agreed);
        return this;
    }

    /** From the next refusal on: so many more publishes and requests fit in the output. */
    public void setRoom(int messages) {
        room = messages;
    }

    /** So many bytes may wait for it outside of its output. */
    public void setMemory(long bytes) {
        memory = bytes;
    }

    /** The output has been written, and has room for so many more publishes and requests. */
    public void writeOut(int messages) {
        room = messages;
        if (refused && !gone && closeReason == null) {
            refused = false;
            harness.enterTurn();
            Objects.requireNonNull(events).onWritable();
        }
    }

    /** Takes over what a receiver remembers when its connection breaks. */
    public void remembers(FakePeer earlier) {
        awaitingAck2 = earlier.awaitingAck2;
        handled = earlier.handled;
    }

    /** What the transport would do between two turns; whether there was anything. */
    boolean betweenTurns() {
        if (closeReason != null && !gone) {
            drop();
            return true;
        }
        boolean busy = false;
        while (!toAnswer.isEmpty() && !gone) {
            say(toAnswer.remove());
            busy = true;
        }
        while (!held.isEmpty() && !paused && !gone) {
            handOver(held.remove());
            busy = true;
        }
        return busy;
    }

    // -- what came --

    /** Everything, in order. */
    public List<Message> received() {
        return received;
    }

    public void forgetReceived() {
        received.clear();
    }

    public <M extends Message> List<M> received(Class<M> type) {
        return received.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public List<Message.Publish> publishes() {
        return received(Message.Publish.class);
    }

    public List<Message.Publish> publishes(Predicate<Message.Publish> which) {
        return publishes().stream().filter(which).toList();
    }

    /** The first arguments of all publishes, in order. */
    public List<@Nullable Object> values() {
        return firstArguments(publishes());
    }

    /** The first arguments of the publishes that a receiver which acknowledges has handled. */
    public List<@Nullable Object> handledValues() {
        return firstArguments(handled);
    }

    public List<Message.Publish> handled() {
        return handled;
    }

    static List<@Nullable Object> firstArguments(List<Message.Publish> publishes) {
        List<@Nullable Object> values = new ArrayList<>();
        publishes.forEach(publish -> values.add(publish.data().arguments().getFirst()));
        return values;
    }

    /** The request that came last. */
    public Message.Rpc lastRequest() {
        return received(Message.Rpc.class).getLast();
    }

    /** The one answer to a request. */
    public Message.Response answerTo(MessageId id) {
        List<Message.Response> answers = answersTo(id);
        if (answers.size() != 1) {
            throw new AssertionError("not one answer to " + id + " but " + answers);
        }
        return answers.getFirst();
    }

    public List<Message.Response> answersTo(MessageId id) {
        return received(Message.Response.class).stream()
                .filter(response -> response.id().equals(id))
                .toList();
    }

    public List<MessageId> acks() {
        return received(Message.Ack.class).stream().map(Message.Ack::id).toList();
    }

    public List<MessageId> ack2s() {
        return received(Message.Ack2.class).stream().map(Message.Ack2::id).toList();
    }

    public boolean isPaused() {
        return paused;
    }

    public int pings() {
        return pings;
    }

    /** Whether what it says now will be read later. */
    public boolean isHeldBack() {
        return paused || !held.isEmpty();
    }

    /** Why the router has closed the connection; null when it has not. */
    public @Nullable CloseReason closeReason() {
        return closeReason;
    }

    public boolean isOpen() {
        return !gone && closeReason == null;
    }

    // -- the connection, as the router sees it --

    @Override
    public String peer() {
        return label;
    }

    /** It has shown a certificate for this name. */
    void certifiedAs(String name) {
        certifiedName = Optional.of(name);
    }

    @Override
    public Optional<String> certifiedName() {
        return certifiedName;
    }

    @Override
    public boolean isLocal() {
        return local;
    }

    /** It is in the router's own process. */
    void inProcess() {
        local = true;
        inProcess = true;
    }

    /** It is a request of HTTP. */
    FakePeer passing() {
        passing = true;
        return this;
    }

    @Override
    public boolean isPassing() {
        return passing;
    }

    @Override
    public boolean isInProcess() {
        return inProcess;
    }

    @Override
    public Extensions extensions() {
        return extensions;
    }

    @Override
    public void send(Message message) {
        if (isOpen()) {
            take(MessageEncoder.encode(message));
        }
    }

    @Override
    public Offer offer(Outgoing message) {
        if (!isOpen() || leaving) {
            return Offer.GONE;
        }
        if (room <= 0) {
            refused = true;
            return Offer.FULL;
        }
        room = room == Integer.MAX_VALUE ? room : room - 1;
        byte[] head = message.head();
        lastBody = message.body();
        byte[] whole = Arrays.copyOf(head, head.length + message.body().length);
        System.arraycopy(message.body(), 0, whole, head.length, message.body().length);
        take(whole);
        return Offer.ACCEPTED;
    }

    /** The very bytes that it was offered last, as far as messages may share them. */
    byte @Nullable [] lastBody() {
        return lastBody;
    }

    @Override
    public Offer offerFresh(Outgoing message) {
        return offer(message);
    }

    @Override
    public boolean reserve(int bytes) {
        if (!isOpen() || reserved + bytes > memory) {
            return false;
        }
        reserved += bytes;
        return true;
    }

    @Override
    public void giveBack(int bytes) {
        reserved -= bytes;
    }

    /** How much memory it has taken from what all share. */
    public long reserved() {
        return reserved;
    }

    private void take(byte[] bytes) {
        try {
            Message message = decoder.decode(bytes, 0, bytes.length);
            received.add(message);
            if (habit == Habit.ACKNOWLEDGES) {
                behave(message);
            }
        } catch (ProtocolException e) {
            throw new AssertionError("the router sent what is no message", e);
        }
    }

    private void behave(Message message) {
        if (message instanceof Message.Ack2 ack2) {
            awaitingAck2.remove(ack2.id());
        } else if (message instanceof Message.Publish publish) {
            if (publish.qos().isAcknowledged()) {
                toAnswer.add(new Message.Ack(publish.requireId()));
            }
            if (publish.qos() != QoS.EXACTLY_ONCE || awaitingAck2.add(publish.requireId())) {
                handled.add(publish);
            }
        }
    }

    @Override
    public void ping() {
        pings++;
    }

    @Override
    public long lastHeardNs() {
        return lastHeardNs;
    }

    @Override
    public void pauseReading() {
        paused = true;
    }

    @Override
    public void resumeReading() {
        paused = false;
    }

    @Override
    public void close(CloseReason reason) {
        if (isOpen()) {
            closeReason = reason;
        }
    }

    @Override
    public String toString() {
        return label + " (" + kind + ")";
    }
}
