package org.rembus.client;

import org.rembus.protocol.Topic;

/** A service to expose, and how: {@code Service.of("add").maxConcurrent(16)}. Immutable. */
public final class Service {
    static final int DEFAULT_MAX_CONCURRENT = 256;

    private final Topic topic;
    private final Execution execution;
    private final int maxConcurrent;

    private Service(Topic topic, Execution execution, int maxConcurrent) {
        this.topic = topic;
        this.execution = execution;
        this.maxConcurrent = maxConcurrent;
    }

    /**
     * A service under this topic.
     *
     * @throws IllegalArgumentException if this is no topic, or a pattern
     */
    public static Service of(String topic) {
        return new Service(Topics.exact(topic), Execution.EXECUTOR, DEFAULT_MAX_CONCURRENT);
    }

    /** With its handler running there. */
    public Service execution(Execution other) {
        return new Service(topic, other, maxConcurrent);
    }

    /** Answering {@code busy} (status 10) to requests beyond so many at once: 256, unless said otherwise. */
    public Service maxConcurrent(int other) {
        return new Service(topic, execution, ComponentOptions.atLeast(1, other, "maxConcurrent"));
    }

    /** The topic. */
    public String topic() {
        return topic.toString();
    }

    /** Where the handler runs. */
    public Execution execution() {
        return execution;
    }

    /** How many requests may be in progress at once. */
    public int maxConcurrent() {
        return maxConcurrent;
    }
}
