package org.rembus.broker.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;

/** A named component of the simulation: it follows the protocol on both legs, across its connections. */
final class SimulatedComponent {
    final String name;
    final PeerKind kind;
    /** Every delivery, by the topic or pattern that it came under, in order, repetitions included. */
    final Map<String, List<Long>> received = new HashMap<>();
    /** What was handled, by topic or pattern: at QoS 2 without the duplicates that the protocol lets it see. */
    final Map<String, List<Long>> handled = new HashMap<>();

    private final Set<MessageId> awaitingAck2 = new HashSet<>();
    private final Map<MessageId, Publication> unacknowledged = new LinkedHashMap<>();
    private final Map<MessageId, String> toAck = new LinkedHashMap<>();
    private final Map<MessageId, Runnable> onSuccess = new HashMap<>();
    private @Nullable FakePeer peer;
    private int read;
    private Reactive reactive = Reactive.NO;

    /** What the component can know of whether it is delivered to. */
    enum Reactive {
        NO,
        /** A command is under way. */
        MAYBE,
        YES
    }

    /** A message that was published. */
    static final class Publication {
        final long value;
        final String publisher;
        final String topic;
        final QoS qos;
        int transmissions;
        boolean acknowledged;
        /** The broker was to read it later, and did not if the connection broke before. */
        boolean heldBack;
        /** By name, what the others could know at the time. */
        final Map<String, Reactive> listeners = new HashMap<>();

        Publication(long value, String publisher, String topic, QoS qos) {
            this.value = value;
            this.publisher = publisher;
            this.topic = topic;
            this.qos = qos;
        }
    }

    SimulatedComponent(String name, PeerKind kind) {
        this.name = name;
        this.kind = kind;
    }

    boolean isConnected() {
        return peer != null && peer.isOpen();
    }

    FakePeer peer() {
        if (peer == null) {
            throw new IllegalStateException(name + " has no connection");
        }
        return peer;
    }

    Reactive reactive() {
        return isConnected() ? reactive : Reactive.NO;
    }

    void connect(RouterHarness harness) {
        peer = harness.connect(kind);
        read = 0;
        toAck.clear();
        onSuccess.clear();
        reactive = Reactive.NO;
        peer.identify(name);
    }

    /** Its connection is gone without a word from either side. */
    void disconnected() {
        peer = null;
    }

    void subscribe(String topic, double msgFrom) {
        peer().subscribe(topic, msgFrom);
    }

    void start() {
        MessageId id = peer().reactive();
        // a stop that has been answered, or none: from now on it may be delivered to
        reactive = Reactive.MAYBE;
        onSuccess.put(id, () -> reactive = Reactive.YES);
    }

    void stop() {
        MessageId id = peer().notReactive();
        reactive = Reactive.MAYBE;
        onSuccess.put(id, () -> reactive = Reactive.NO);
    }

    /** Whether the answer to a start or a stop is due. */
    boolean awaitsAnswer() {
        return !onSuccess.isEmpty();
    }

    void publish(Publication publication) {
        // unlike those of a peer, not used again after a crash of the broker
        MessageId id = MessageId.of((long) name.hashCode() << Integer.SIZE | publication.value, kind.idLength());
        send(publication, id);
        if (publication.qos.isAcknowledged()) {
            unacknowledged.put(id, publication);
        }
    }

    private void send(Publication publication, MessageId id) {
        publication.transmissions++;
        if (publication.qos.isAcknowledged()) {
            peer().publish(PublishFlags.of(publication.qos, false), id, publication.topic, publication.value);
        } else {
            peer().publish(publication.topic, publication.value);
        }
    }

    void retransmit() {
        new ArrayList<>(unacknowledged.entrySet()).forEach(entry -> send(entry.getValue(), entry.getKey()));
    }

    boolean hasUnacknowledged() {
        return !unacknowledged.isEmpty();
    }

    boolean awaitsAck() {
        return !toAck.isEmpty();
    }

    /** How many deliveries to subscriptions that stay have not been acknowledged. */
    long inFlight(Collection<String> subscriptions) {
        return toAck.values().stream().filter(subscriptions::contains).count();
    }

    /** Acknowledges some of what came, in any order. */
    void acknowledge(SplittableRandom random, int count) {
        List<MessageId> ids = new ArrayList<>(toAck.keySet());
        for (int i = 0; i < count && !ids.isEmpty() && isConnected(); i++) {
            MessageId id = ids.remove(random.nextInt(ids.size()));
            toAck.remove(id);
            peer().ack(id);
        }
    }

    /** Handles what has come. */
    void handleReceived() {
        FakePeer connected = peer;
        if (connected == null) {
            return;
        }
        while (read < connected.received().size()) {
            Message message = connected.received().get(read++);
            switch (message) {
                case Message.Publish publish -> onPublish(publish);
                case Message.Ack ack -> onAck(connected, ack.id());
                case Message.Ack2 ack2 -> awaitingAck2.remove(ack2.id());
                case Message.Response response -> onResponse(response);
                default -> throw new AssertionError(name + " received " + message);
            }
        }
    }

    private void onResponse(Message.Response response) {
        Runnable effect = onSuccess.remove(response.id());
        if (effect != null && response.status() == Status.SUCCESS) {
            effect.run();
        }
    }

    private void onAck(FakePeer connected, MessageId id) {
        Publication publication = unacknowledged.remove(id);
        if (publication != null) {
            publication.acknowledged = true;
            if (publication.qos == QoS.EXACTLY_ONCE && connected.isOpen()) {
                connected.ack2(id);
            }
        }
    }

    private void onPublish(Message.Publish publish) {
        if (reactive == Reactive.NO) {
            throw new AssertionError(name + " is not reactive and received " + publish);
        }
        List<@Nullable Object> arguments = publish.data().arguments();
        long value = (Long) Objects.requireNonNull(arguments.getLast());
        received.computeIfAbsent(publish.topic(), topic -> new ArrayList<>()).add(value);
        if (publish.qos().isAcknowledged()) {
            toAck.put(publish.requireId(), publish.topic());
        }
        if (publish.qos() != QoS.EXACTLY_ONCE || awaitingAck2.add(publish.requireId())) {
            handled.computeIfAbsent(publish.topic(), topic -> new ArrayList<>()).add(value);
        }
    }

    List<Long> received(String topic) {
        return received.getOrDefault(topic, List.of());
    }

    List<Long> handled(String topic) {
        return handled.getOrDefault(topic, List.of());
    }
}
