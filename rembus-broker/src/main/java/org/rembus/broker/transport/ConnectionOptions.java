package org.rembus.broker.transport;

import java.time.Duration;
import org.rembus.protocol.Limits;

/**
 * The bounds of a connection, whatever its transport.
 *
 * @param maxMessageBytes the longest message that is received
 * @param maxNesting how deep arrays, maps and tags of a payload may be nested
 * @param maxOutputBytes how much may wait for a peer that reads slowly; one message of any size may wait alone
 * @param handshakeTimeout how long a peer may take until its handshake is complete
 * @param messageTimeout how long a message that has begun may take to go on: see {@link StallCheck}
 * @param pingInterval how often a peer is pinged, where there are pings; one that is not heard for two intervals is gone. Zero: never
 * @param closeTimeout how long a peer may take to answer a goodbye, or to take what it has been sent before it
 */
public record ConnectionOptions(
        int maxMessageBytes,
        int maxNesting,
        int maxOutputBytes,
        Duration handshakeTimeout,
        Duration messageTimeout,
        Duration pingInterval,
        Duration closeTimeout) {
    /** What applies unless settings say otherwise. */
    public static final ConnectionOptions DEFAULT = new ConnectionOptions(
            Limits.DEFAULT_MAX_MESSAGE_BYTES,
            Limits.MAX_NESTING,
            16 * 1024 * 1024,
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(2));

    public ConnectionOptions {
        require(maxMessageBytes > 0, "the longest message has " + maxMessageBytes + " bytes");
        require(maxNesting > 0, "payloads are nested at most " + maxNesting + " deep");
        require(maxOutputBytes > 0, "the output holds at most " + maxOutputBytes + " bytes");
        require(handshakeTimeout.isPositive(), "the handshake may take " + handshakeTimeout);
        require(messageTimeout.isPositive(), "a message may stand still for " + messageTimeout);
        require(!pingInterval.isNegative(), "peers are pinged every " + pingInterval);
        require(closeTimeout.isPositive(), "closing may take " + closeTimeout);
    }

    public ConnectionOptions withMaxMessageBytes(int bytes) {
        return new ConnectionOptions(
                bytes, maxNesting, maxOutputBytes, handshakeTimeout, messageTimeout, pingInterval, closeTimeout);
    }

    public ConnectionOptions withMaxOutputBytes(int bytes) {
        return new ConnectionOptions(
                maxMessageBytes, maxNesting, bytes, handshakeTimeout, messageTimeout, pingInterval, closeTimeout);
    }

    public ConnectionOptions withHandshakeTimeout(Duration timeout) {
        return new ConnectionOptions(
                maxMessageBytes, maxNesting, maxOutputBytes, timeout, messageTimeout, pingInterval, closeTimeout);
    }

    public ConnectionOptions withMessageTimeout(Duration timeout) {
        return new ConnectionOptions(
                maxMessageBytes, maxNesting, maxOutputBytes, handshakeTimeout, timeout, pingInterval, closeTimeout);
    }

    public ConnectionOptions withPingInterval(Duration interval) {
        return new ConnectionOptions(
                maxMessageBytes, maxNesting, maxOutputBytes, handshakeTimeout, messageTimeout, interval, closeTimeout);
    }

    public ConnectionOptions withCloseTimeout(Duration timeout) {
        return new ConnectionOptions(
                maxMessageBytes, maxNesting, maxOutputBytes, handshakeTimeout, messageTimeout, pingInterval, timeout);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException("impossible: " + otherwise);
        }
    }
}
