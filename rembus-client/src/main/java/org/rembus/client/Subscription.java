package org.rembus.client;

import java.time.Duration;
import org.rembus.protocol.Topic;

/**
 * What to subscribe to, and how: {@code Subscription.to("sensor/*").from(From.lastReceived()).retries(3)}. Immutable.
 */
public final class Subscription {
    static final int DEFAULT_QUEUE_MESSAGES = 10_000;
    private static final Duration DEFAULT_PAUSE = Duration.ofMillis(100);

    private final Topic topic;
    private final From from;
    private final int retries;
    private final Duration pause;
    private final Execution execution;
    private final int queueMessages;

    private Subscription(Topic topic, From from, int retries, Duration pause, Execution execution, int queueMessages) {
        this.topic = topic;
        this.from = from;
        this.retries = retries;
        this.pause = pause;
        this.execution = execution;
        this.queueMessages = queueMessages;
    }

    /**
     * A subscription to a topic, or to all that a pattern with {@code *} and {@code **} matches, from now on.
     *
     * @throws IllegalArgumentException if this is no topic
     */
    public static Subscription to(String topic) {
        return new Subscription(
                Topic.of(topic), From.now(), 0, DEFAULT_PAUSE, Execution.EXECUTOR, DEFAULT_QUEUE_MESSAGES);
    }

    /** Beginning there. */
    public Subscription from(From other) {
        return new Subscription(topic, other, retries, pause, execution, queueMessages);
    }

    /** When the handler fails, it is given the message again, at most so often, before the message counts as handled. */
    public Subscription retries(int other) {
        return new Subscription(
                topic, from, ComponentOptions.atLeast(0, other, "retries"), pause, execution, queueMessages);
    }

    /** How long to wait before giving a message again: 100 ms, unless said otherwise. */
    public Subscription retryPause(Duration other) {
        return new Subscription(
                topic, from, retries, ComponentOptions.positive(other, "pause"), execution, queueMessages);
    }

    /** With its handler running there. */
    public Subscription execution(Execution other) {
        return new Subscription(topic, from, retries, pause, other, queueMessages);
    }

    /**
     * With room for so many QoS 0 messages (10,000 unless said otherwise) that wait for the handler. When there are more,
     * or more than 16 MiB of them, the oldest are dropped and reported to {@link ComponentListener#onDropped}.
     */
    public Subscription queueMessages(int other) {
        return new Subscription(
                topic, from, retries, pause, execution, ComponentOptions.atLeast(1, other, "queueMessages"));
    }

    /** The topic or pattern. */
    public String topic() {
        return topic.toString();
    }

    /** Where it begins. */
    public From from() {
        return from;
    }

    /** How often a message is given again to a handler that fails. */
    public int retries() {
        return retries;
    }

    /** How long to wait before that. */
    public Duration retryPause() {
        return pause;
    }

    /** Where the handler runs. */
    public Execution execution() {
        return execution;
    }

    /** How many QoS 0 messages may wait for the handler. */
    public int queueMessages() {
        return queueMessages;
    }
}
