package org.rembus.interop;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Encoding;
import org.rembus.protocol.Payload;
import org.rembus.protocol.QoS;
import tools.jackson.databind.node.ObjectNode;

/**
 * One connection of a {@link PythonPeer}. Every verb waits until the package's own function has returned, and throws
 * {@link PeerException} with what that raised. The package has one handler for a topic: what is subscribed to cannot be
 * exposed as well.
 */
final class PythonComponent implements AutoCloseable {
    private static final Duration EVENT_LIMIT = Duration.ofSeconds(15);
    private static final int EVENTS_KEPT = 100_000;

    private final PythonPeer peer;
    private final String name;
    private final BlockingQueue<PeerEvent> events = new ArrayBlockingQueue<>(EVENTS_KEPT);

    PythonComponent(PythonPeer peer, String name) {
        this.peer = peer;
        this.name = name;
    }

    /** What an exposed service does. Versions before 0.8 read nothing while a service of theirs is at work. */
    enum Behaviour {
        /** The list of its arguments. */
        ECHO,
        /** Its first argument. */
        FIRST,
        /** The sum, or whatever {@code +} gives, of exactly two arguments. */
        ADD,
        /** A DataFrame with the columns name and value, and two rows. */
        TABLE,
        /** Raises {@code "cannot do it: "} and the number of arguments. */
        FAIL,
        /** Null. */
        NOTHING,
        /** Its argument, after as many seconds. */
        SLOW,
        /** Never answers. */
        SILENT
    }

    /** How far back a subscription reaches. */
    enum Replay {
        NOW,
        LAST
    }

    /** The name by which the process knows this component; not the one that the broker knows. */
    String name() {
        return name;
    }

    void connect(String url) {
        peer.call(this, PythonPeer.command("connect").put("url", url));
    }

    /** Versions from 0.4 on. */
    void connect(String url, Encoding encoding) {
        peer.call(this, PythonPeer.command("connect").put("url", url).put("encoding", encoding.name()));
    }

    void publish(String topic, @Nullable Object... arguments) {
        publish(QoS.AT_MOST_ONCE, topic, arguments);
    }

    void publish(QoS qos, String topic, @Nullable Object... arguments) {
        peer.call(this, publication(qos, topic, arguments));
    }

    /** A publish whose acknowledgement is waited for elsewhere. */
    CompletableFuture<Payload> publishLater(QoS qos, String topic, @Nullable Object... arguments) {
        return peer.send(this, publication(qos, topic, arguments));
    }

    /** Publishes with an application's time slot. Versions from 0.8 on. */
    void publishAtSlot(long slot, QoS qos, String topic, @Nullable Object... arguments) {
        peer.call(this, publication(qos, topic, arguments).put("slot", slot));
    }

    void subscribe(String topic) {
        peer.call(this, command("subscribe", topic));
    }

    void subscribe(String topic, Replay replay) {
        peer.call(this, command("subscribe", topic).put("replay", replay.name().toLowerCase(Locale.ROOT)));
    }

    /** Subscribes from a time before now. Versions from 0.8 on. */
    void subscribe(String topic, Duration back) {
        peer.call(this, command("subscribe", topic).put("replay", back.toNanos()));
    }

    void unsubscribe(String topic) {
        peer.call(this, command("unsubscribe", topic));
    }

    void expose(String topic, Behaviour behaviour) {
        peer.call(
                this, command("expose", topic).put("behaviour", behaviour.name().toLowerCase(Locale.ROOT)));
    }

    void unexpose(String topic) {
        peer.call(this, command("unexpose", topic));
    }

    Payload rpc(String topic, @Nullable Object... arguments) {
        return peer.call(this, withArguments(command("rpc", topic), arguments));
    }

    /** A call whose answer is waited for elsewhere. */
    CompletableFuture<Payload> rpcLater(String topic, @Nullable Object... arguments) {
        return peer.send(this, withArguments(command("rpc", topic), arguments));
    }

    Payload direct(String target, String topic, @Nullable Object... arguments) {
        return peer.call(this, withArguments(command("direct", topic).put("target", target), arguments));
    }

    void reactive() {
        peer.call(this, PythonPeer.command("reactive"));
    }

    void unreactive() {
        peer.call(this, PythonPeer.command("unreactive"));
    }

    /** The next call of a handler, in the order of the calls; fails when there is none within 15 seconds. */
    PeerEvent nextEvent() {
        try {
            PeerEvent event = events.poll(EVENT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (event == null) {
                throw new AssertionError("no message or request within " + EVENT_LIMIT + "; " + peer.testimony());
            }
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an event", e);
        }
    }

    /** Whether {@link #nextEvent} has one at hand. */
    boolean hasEvent() {
        return !events.isEmpty();
    }

    /** Closes the connection as the package's own {@code close} does. */
    @Override
    public void close() {
        peer.call(this, PythonPeer.command("close"));
    }

    /** Called by the thread that reads the process's output. */
    void onEvent(PeerEvent event) {
        events.add(event);
    }

    private static ObjectNode command(String verb, String topic) {
        return PythonPeer.command(verb).put("topic", topic);
    }

    private static ObjectNode publication(QoS qos, String topic, @Nullable Object... arguments) {
        return withArguments(command("publish", topic).put("qos", number(qos)), arguments);
    }

    private static int number(QoS qos) {
        return switch (qos) {
            case AT_MOST_ONCE -> 0;
            case AT_LEAST_ONCE -> 1;
            case EXACTLY_ONCE -> 2;
        };
    }

    private static ObjectNode withArguments(ObjectNode command, @Nullable Object... arguments) {
        return command.put(
                "args", HexFormat.of().formatHex(Payload.ofArguments(arguments).toByteArray()));
    }
}
