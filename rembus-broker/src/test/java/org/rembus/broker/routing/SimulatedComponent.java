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
import java.util.function.Supplier;
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
    private final Map<MessageId, Unacknowledged> unacknowledged = new LinkedHashMap<>();
    private final Map<MessageId, String> toAck = new LinkedHashMap<>();
    private final Map<MessageId, Runnable> onSuccess = new HashMap<>();
    /** What was on its way at QoS 0 when a connection broke, by topic or pattern. */
    final Map<String, List<Long>> missed = new HashMap<>();
    /** What was lost on its way at QoS 1 or 2, so that it came again out of its order, by topic or pattern. */
    final Map<String, Set<Long>> repeated = new HashMap<>();

    private @Nullable SimulatedWire wire;
    private int commandsUnderWay;
    private int interruptions;
    private Reactive reactive = Reactive.NO;

    private record Unacknowledged(Publication publication, Runnable arrival) {}

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
        /** How often it was sent. */
        int transmissions;
        /** How often it reached the broker. */
        int arrivals;

        boolean acknowledged;
        /** The broker was to read it later, and did not if the connection broke before. */
        boolean heldBack;
        /** By name, what the others could know when it reached the broker first. */
        final Map<String, Reactive> listeners = new HashMap<>();
        /** By name, how often delivery to the others had been interrupted by then. */
        final Map<String, Integer> interruptions = new HashMap<>();

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
        return wire != null && wire.peer().isOpen();
    }

    private SimulatedWire wire() {
        if (wire == null) {
            throw new IllegalStateException(name + " has no connection");
        }
        return wire;
    }

    FakePeer peer() {
        return wire().peer();
    }

    Reactive reactive() {
        return isConnected() ? reactive : Reactive.NO;
    }

    /** How often it has gone, or has asked not to be delivered to. */
    int interruptions() {
        return interruptions;
    }

    /** Connects, over a wire that loses some of what is going to be sent again. */
    void connect(RouterHarness harness, int percentLost) {
        disconnected();
        wire = new SimulatedWire(harness.connect(kind), percentLost);
        toAck.clear();
        onSuccess.clear();
        commandsUnderWay = 0;
        reactive = Reactive.NO;
        wire.send(() -> peer().identify(name));
    }

    /** Its connection is gone without a word from either side, and what was under way is lost. */
    void disconnected() {
        if (wire != null) {
            interruptions++;
            wire.lostOnTheWay().forEach(this::miss);
            wire = null;
        }
    }

    private void miss(Message lost) {
        if (lost instanceof Message.Publish publish && !publish.qos().isAcknowledged()) {
            missed.computeIfAbsent(publish.topic(), topic -> new ArrayList<>()).add(valueOf(publish));
        }
    }

    private void awaitRepetition(Message lost) {
        if (lost instanceof Message.Publish publish) {
            repeated.computeIfAbsent(publish.topic(), topic -> new HashSet<>()).add(valueOf(publish));
        }
    }

    void subscribe(String topic, double msgFrom) {
        wire().send(() -> peer().subscribe(topic, msgFrom));
    }

    void unsubscribe(String topic) {
        wire().send(() -> peer().unsubscribe(topic));
    }

    void start() {
        // a stop that has been answered, or none: from now on it may be delivered to
        command(() -> peer().reactive(), Reactive.YES);
    }

    void stop() {
        interruptions++;
        command(() -> peer().notReactive(), Reactive.NO);
    }

    private void command(Supplier<MessageId> command, Reactive afterwards) {
        reactive = Reactive.MAYBE;
        commandsUnderWay++;
        wire().send(() -> onSuccess.put(command.get(), () -> reactive = afterwards));
    }

    /** Whether the answer to a start or a stop is due. */
    boolean awaitsAnswer() {
        return commandsUnderWay > 0;
    }

    /** @param arriving runs each time that the message gets to the broker */
    void publish(Publication publication, Runnable arriving) {
        // unlike those of a peer, not used again after a crash of the broker
        MessageId id = MessageId.of((long) name.hashCode() << Integer.SIZE | publication.value, kind.idLength());
        Runnable arrival = () -> {
            arriving.run();
            if (publication.qos.isAcknowledged()) {
                peer().publish(PublishFlags.of(publication.qos, false), id, publication.topic, publication.value);
            } else {
                peer().publish(publication.topic, publication.value);
            }
        };
        if (publication.qos.isAcknowledged()) {
            unacknowledged.put(id, new Unacknowledged(publication, arrival));
            send(publication, arrival);
        } else {
            publication.transmissions++;
            wire().send(arrival);
        }
    }

    private void send(Publication publication, Runnable arrival) {
        publication.transmissions++;
        wire().sendRepeatable(arrival);
    }

    void retransmit() {
        new ArrayList<>(unacknowledged.values()).forEach(each -> send(each.publication, each.arrival));
    }

    boolean hasUnacknowledged() {
        return !unacknowledged.isEmpty();
    }

    boolean awaitsAck() {
        return !toAck.isEmpty();
    }

    /** How many deliveries to these subscriptions the broker takes for unacknowledged. */
    long inFlight(Collection<String> subscriptions) {
        return wire().countUnacknowledged().values().stream()
                .filter(subscriptions::contains)
                .count();
    }

    /** Acknowledges some of what came, in any order. */
    void acknowledge(SplittableRandom random, int count) {
        List<MessageId> ids = new ArrayList<>(toAck.keySet());
        for (int i = 0; i < count && !ids.isEmpty() && isConnected(); i++) {
            MessageId id = ids.remove(random.nextInt(ids.size()));
            toAck.remove(id);
            wire().sendAck(id);
        }
    }

    /** Some of what is under way arrives, on both sides. */
    void receiveSome(SplittableRandom random) {
        if (wire != null) {
            wire.carrySome(random, this::onMessage, this::awaitRepetition);
        }
    }

    /** All that is under way arrives, on both sides; whether there was anything. */
    boolean receiveAll(SplittableRandom random) {
        return wire != null && wire.carryAll(random, this::onMessage);
    }

    private void onMessage(Message message) {
        switch (message) {
            case Message.Publish publish -> onPublish(publish);
            case Message.Ack ack -> onAck(ack.id());
            case Message.Ack2 ack2 -> awaitingAck2.remove(ack2.id());
            case Message.Response response -> onResponse(response);
            default -> throw new AssertionError(name + " received " + message);
        }
    }

    private void onResponse(Message.Response response) {
        Runnable effect = onSuccess.remove(response.id());
        if (effect != null) {
            commandsUnderWay--;
            if (response.status() == Status.SUCCESS) {
                effect.run();
            }
        }
    }

    private void onAck(MessageId id) {
        Unacknowledged acknowledged = unacknowledged.remove(id);
        if (acknowledged != null) {
            Publication publication = acknowledged.publication;
            publication.acknowledged = true;
            if (publication.qos == QoS.EXACTLY_ONCE && isConnected()) {
                wire().sendRepeatable(() -> peer().ack2(id));
            }
        }
    }

    private void onPublish(Message.Publish publish) {
        if (reactive == Reactive.NO) {
            throw new AssertionError(name + " is not reactive and received " + publish);
        }
        long value = valueOf(publish);
        received.computeIfAbsent(publish.topic(), topic -> new ArrayList<>()).add(value);
        if (publish.qos().isAcknowledged()) {
            toAck.put(publish.requireId(), publish.topic());
        }
        if (publish.qos() != QoS.EXACTLY_ONCE || awaitingAck2.add(publish.requireId())) {
            handled.computeIfAbsent(publish.topic(), topic -> new ArrayList<>()).add(value);
        }
    }

    private static long valueOf(Message.Publish publish) {
        List<@Nullable Object> arguments = publish.data().arguments();
        return (Long) Objects.requireNonNull(arguments.getLast());
    }

    List<Long> received(String topic) {
        return received.getOrDefault(topic, List.of());
    }

    List<Long> handled(String topic) {
        return handled.getOrDefault(topic, List.of());
    }
}
