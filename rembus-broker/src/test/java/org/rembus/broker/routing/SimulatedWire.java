package org.rembus.broker.routing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;

/**
 * A connection whose messages take their time: each direction keeps its order, and what is under way when the connection
 * breaks is lost. A bad one, as a datagram transport would be, also loses single messages that somebody will repeat.
 */
final class SimulatedWire {
    private static final int MOST_AT_ONCE = 8;

    private final FakePeer peer;
    private final int percentLost;
    private final ArrayDeque<Sent> toBroker = new ArrayDeque<>();
    private final Map<MessageId, String> unacknowledged = new HashMap<>();
    private int arrived;
    private int counted;

    private record Sent(Runnable arrival, boolean canBeLost) {}

    SimulatedWire(FakePeer peer, int percentLost) {
        this.peer = peer;
        this.percentLost = percentLost;
    }

    FakePeer peer() {
        return peer;
    }

    /** Sends what the peer is to say when it arrives. */
    void send(Runnable arrival) {
        toBroker.add(new Sent(arrival, false));
    }

    /** Sends what is going to be sent again if nobody answers. */
    void sendRepeatable(Runnable arrival) {
        toBroker.add(new Sent(arrival, true));
    }

    /** Lets some messages arrive, on both sides. */
    void carrySome(SplittableRandom random, Consumer<Message> component, Consumer<Message> lost) {
        carryToBroker(random, random.nextInt(MOST_AT_ONCE), percentLost);
        carryToComponent(random, random.nextInt(MOST_AT_ONCE), percentLost, component, lost);
    }

    /** Lets everything arrive; whether there was anything. */
    boolean carryAll(SplittableRandom random, Consumer<Message> component) {
        boolean any = !toBroker.isEmpty() || arrived < peer.received().size();
        carryToBroker(random, Integer.MAX_VALUE, 0);
        carryToComponent(random, Integer.MAX_VALUE, 0, component, none -> {});
        return any;
    }

    private void carryToBroker(SplittableRandom random, int most, int percent) {
        for (int i = 0; i < most && peer.isOpen() && !toBroker.isEmpty(); i++) {
            Sent next = toBroker.remove();
            if (!next.canBeLost || random.nextInt(100) >= percent) {
                next.arrival.run();
            }
        }
    }

    private void carryToComponent(
            SplittableRandom random, int most, int percent, Consumer<Message> component, Consumer<Message> lost) {
        for (int i = 0; i < most && arrived < peer.received().size(); i++) {
            Message next = peer.received().get(arrived++);
            boolean loses = isRepeated(next) && random.nextInt(100) < percent;
            (loses ? lost : component).accept(next);
        }
    }

    /** Acknowledges a publish, unless that is lost. */
    void sendAck(MessageId id) {
        sendRepeatable(() -> {
            countUnacknowledged();
            unacknowledged.remove(id);
            peer.ack(id);
        });
    }

    /** By id, what the broker has sent and not seen acknowledged. */
    Map<MessageId, String> countUnacknowledged() {
        while (counted < peer.received().size()) {
            if (peer.received().get(counted++) instanceof Message.Publish publish
                    && publish.qos().isAcknowledged()) {
                unacknowledged.put(publish.requireId(), publish.topic());
            }
        }
        return unacknowledged;
    }

    private static boolean isRepeated(Message message) {
        return message instanceof Message.Ack
                || message instanceof Message.Ack2
                || (message instanceof Message.Publish publish && publish.qos().isAcknowledged());
    }

    /** What never arrived at the component. */
    List<Message> lostOnTheWay() {
        return new ArrayList<>(peer.received().subList(arrived, peer.received().size()));
    }
}
