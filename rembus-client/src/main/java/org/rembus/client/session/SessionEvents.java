package org.rembus.client.session;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.BrokerEvent;

/** What a session wants done and tells. Called on the session's thread. */
public interface SessionEvents {

    /** Open a connection; {@link Session#onConnected} or {@link Session#onConnectFailed} follows, not within this call. */
    void connect();

    /**
     * Operations go out from now on.
     *
     * @param again whether it is so for the second time, or a later one
     */
    void onReady(boolean again);

    /** The connection that was ready is gone; another attempt follows. */
    void onLost(String why);

    /** An attempt to connect failed; the next one follows after {@code pauseNs}. */
    void onAttemptFailed(Failure cause, long pauseNs);

    /** On the new connection the broker refused what it had agreed to before. */
    void onRestoreFailed(String topic, Failure cause);

    /** The broker told of something. */
    void onBrokerEvent(BrokerEvent event);

    /** Publishes that nobody waits for any more will not reach the broker. */
    void onUndelivered(String topic, long count, Failure why);

    /** A publish that nobody waits for is not acknowledged, again and again; it stays in the outbox. */
    void onSetAside(String topic);

    /** The outbox's store has failed for good. */
    void onOutboxBroken(Throwable cause);

    /** All of the outbox is closed; comes once, before or after {@link #onClosed}. */
    void onOutboxClosed();

    /**
     * It is over, for good.
     *
     * @param cause why the first attempt failed, if that is the reason
     */
    void onClosed(Failure.Absence absence, @Nullable Failure cause);
}
