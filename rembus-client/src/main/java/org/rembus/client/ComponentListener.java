package org.rembus.client;

import java.time.Duration;
import java.util.Map;

/**
 * Is told what happens to a component's connection and handlers. Calls come one after the other on the component's
 * executor, never on an I/O thread. All of it is logged as well.
 */
public interface ComponentListener {

    /** The first connection is there. */
    default void onConnected() {}

    /**
     * The connection is gone.
     *
     * @param cause why; {@link NotConnectedException#reason()} tells whether the component tries to come back
     */
    default void onDisconnected(NotConnectedException cause) {}

    /** An attempt to connect failed; the next one follows after {@code pause}. */
    default void onConnectFailed(RembusException cause, Duration pause) {}

    /** The connection is there again, with its subscriptions and services restored. */
    default void onReconnected() {}

    /**
     * The connection is there again, but the broker now refuses what it had agreed to before.
     *
     * @param topic that of the subscription or service
     */
    default void onRestoreFailed(String topic, RembusException cause) {}

    /**
     * A handler threw, or what it returned could not be sent.
     *
     * @param topic that of the subscription or service
     */
    default void onHandlerFailed(String topic, Throwable cause) {}

    /**
     * Messages were dropped without being handled: QoS 0 because more came than the subscription's queue holds, or any
     * because nobody here has subscribed to that topic. Told at most once a second. What the broker drops is
     * {@link #onDroppedByBroker}.
     *
     * @param count how many since the last report
     */
    default void onDropped(String topic, long count) {}

    /**
     * Publishes that were {@linkplain Publish.Confirmation#OUTBOX confirmed by the outbox} will not reach the broker.
     *
     * @param count how many
     * @param cause {@link RefusedException} when the broker refused one, {@link NotConnectedException} when the component was
     *     closed and its outbox is in memory
     */
    default void onUndelivered(String topic, long count, RembusException cause) {}

    /**
     * A publish that was confirmed by the outbox has been sent on several connections, as often as it may be, and was not
     * acknowledged. It stays in the outbox and goes out once on each connection to come.
     */
    default void onUnacknowledged(String topic) {}

    /**
     * The outbox's file cannot be used any more: publishes of QoS 1 and 2 fail from now on. What it has is there again when
     * the component is made anew, if the file can be read then.
     */
    default void onOutboxFailed(OutboxException cause) {}

    /**
     * The broker did not keep messages for as long as this component was away: they are gone. Told by brokers of this project
     * only, as are the following.
     *
     * @param topic that of the subscription
     * @param count how many at most
     */
    default void onOvertaken(String topic, long count) {}

    /**
     * The broker dropped messages, of QoS 0 or such as it does not store, because this component does not read fast
     * enough. Told at most once a second.
     *
     * @param count how many since the last time
     * @param topics how many of them to which subscription; of very many subscriptions only some are named
     */
    default void onDroppedByBroker(long count, Map<String, Long> topics) {}

    /** The broker is about to stop, and will close the connection. */
    default void onDraining() {}
}
