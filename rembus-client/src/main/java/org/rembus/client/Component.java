package org.rembus.client;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.QoS;

/**
 * A node of a Rembus system: it publishes, subscribes, calls services and serves them, over one connection to a broker.
 *
 * <p>All methods may be called from any thread, handlers included; they block, and are made for virtual threads.
 * {@link #async()} has the same verbs as futures. A component reconnects by itself and restores its subscriptions and
 * services; what calls do meanwhile is set by {@link ComponentOptions#whenDisconnected()}.
 *
 * <p>Failures are leaves of {@link RembusException}, with the stack of the caller. A thread that is interrupted while it
 * waits gets {@link InterruptedCallException}, its interrupt flag set.
 */
public sealed interface Component extends ServiceVerbs, SubscriberVerbs, AutoCloseable
        permits BlockingComponent, Server {

    /**
     * Publishes at most once ({@link QoS#AT_MOST_ONCE}), without slot. Returns when the message is handed to the
     * connection, which takes long only when very much waits to be sent.
     *
     * @param arguments as {@link #rpc} takes them
     * @throws IllegalArgumentException if the topic is illegal or a pattern, an argument has no form on the wire, or the
     *     message is longer than {@link ComponentOptions#maxMessageBytes()}
     * @throws NotConnectedException if there is no connection (in time)
     */
    void publish(String topic, @Nullable Object @Nullable ... arguments);

    /**
     * Publishes with options. With QoS 1 or 2 it returns when the broker has acknowledged, so that the message is the
     * broker's, or when the outbox has it: {@link Publish.Confirmation} says which, and what becomes of a message then. The
     * same bytes are sent again every {@link ComponentOptions#ackTimeout()} until they are acknowledged, across a
     * reconnection too (PROTOCOL.md section 9).
     *
     * @throws RefusedException if the broker could not store the message, or does not take it or its length
     * @throws OverloadedException if the outbox is full
     * @throws OutboxException if the outbox's file failed
     * @throws RequestTimeoutException if the acknowledgement did not come after the last retry
     * @throws ConnectionLostException if the connection broke before it came and calls do not wait, or not so long
     * @throws NotConnectedException if the message was never sent
     */
    void publish(Publish publish);

    /**
     * Calls a service and waits for its result.
     *
     * @param arguments null, booleans, numbers, text, {@code byte[]}, lists, maps, arrays, records and other objects with
     *     properties (they become maps), enums (their names), {@code java.time} values (ISO-8601 text), nested as needed.
     *     An {@code Object[]} or {@code String[]} alone is taken for all the arguments, as Java does
     * @throws IllegalArgumentException as {@link #publish(String, Object...)} does
     * @throws NotFoundException if nobody else exposes the service
     * @throws UnavailableException if those who do are not connected
     * @throws WrongArgumentsException if it does not take these arguments
     * @throws RemoteException if it failed
     * @throws RefusedException if it, or the broker, said no: busy, for example
     * @throws RequestTimeoutException if no answer came in time
     * @throws OverloadedException if 10,000 calls wait for their answers, or very much waits to be sent
     * @throws ConnectionLostException if the connection broke meanwhile
     * @throws NotConnectedException if there is no connection (in time)
     */
    Result rpc(String topic, @Nullable Object @Nullable ... arguments);

    /** Calls a service with options; see {@link #rpc(String, Object...)}. */
    Result rpc(Call call);

    /**
     * Calls a service of this component only, whether or not it is exposed.
     *
     * @throws NotFoundException if there is no such component or it has no such service
     * @throws UnavailableException if it is not connected
     */
    Result direct(String target, String topic, @Nullable Object @Nullable ... arguments);

    /**
     * Ends a subscription. Messages received before are still given to its handler.
     *
     * @param topic the topic or pattern as it was subscribed to; nothing happens when it was not
     */
    void unsubscribe(String topic);

    /** Stops serving a topic; nothing happens when it is not exposed. */
    void unexpose(String topic);

    /** Lets the broker deliver messages, those first that wait for the subscriptions of a named component. */
    void reactive();

    /** Stops the broker's delivering, until {@link #reactive()}; what comes meanwhile waits for a named component. */
    void unreactive();

    /**
     * Exposes and subscribes the methods of an object that are annotated with {@link Expose} and {@link Subscribe}, those of
     * its superclasses included, then becomes reactive if any subscribes.
     *
     * @throws IllegalArgumentException if an annotation does not fit its method, or none is there
     */
    void serve(Object service);

    /**
     * Waits until the component is closed, by whatever thread.
     *
     * @throws NotConnectedException if it ended because a newer connection took over its name, or because its broker, in this process, was closed
     */
    void forever();

    /**
     * Stops receiving, lets running handlers end (not the one that calls this) and the broker acknowledge what was
     * published, both together for {@link ComponentOptions#closeTimeout()} at most, sends what waits to be sent, and closes
     * the connection, for which the broker has another second. Calls that are outstanding then fail with
     * {@link ConnectionLostException}. Does nothing the second time, but waits as well.
     */
    @Override
    void close();

    /** The component's name; of an anonymous one a random UUID. */
    String name();

    /** Whether there is a connection, with everything restored. */
    boolean isConnected();

    /** The same component, with futures instead of waiting. */
    AsyncComponent async();
}
