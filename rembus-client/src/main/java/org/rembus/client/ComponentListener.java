package org.rembus.client;

import java.time.Duration;

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
     * because nobody here has subscribed to that topic. Told at most once a second. What the broker drops, because this
     * component does not read fast enough, it counts itself.
     *
     * @param count how many since the last report
     */
    default void onDropped(String topic, long count) {}
}
