package org.rembus.client.session;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;

/** Why an operation did not succeed. */
public sealed interface Failure {

    /** The peer answered so. */
    record Answered(Status status, Payload data) implements Failure {}

    /** No answer came in this time; the outcome is unknown. */
    record TimedOut(Duration after) implements Failure {}

    /** Nothing was sent, because there is no connection. */
    record NotConnected(Absence absence, @Nullable Throwable cause) implements Failure {}

    /** It was sent, and the connection ended before the answer; the outcome is unknown. */
    record Lost(Absence absence) implements Failure {}

    /** The peer does not take messages of this length. */
    record TooLong(int bytes) implements Failure {}

    /** Nothing was sent, because so much waits already. */
    record Overloaded() implements Failure {}

    /** The outbox has as much as it may have: so many messages, or so many bytes. */
    record OutboxFull(int maxMessages, long maxBytes) implements Failure {}

    /** The outbox could not be opened, or could not store this. */
    record NotStored(Throwable cause) implements Failure {}

    /** Why there is no connection. */
    enum Absence {
        /** It broke or was never there; the session tries to come back. */
        DISCONNECTED,
        /** The session was closed from this side. */
        CLOSED,
        /** A newer connection of the same name took over. */
        OVERWRITTEN,
        /** The broker, in this process, was closed. */
        BROKER_CLOSED
    }
}
