package org.rembus.client;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rembus.client.values.Outgoing;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Rid;
import org.rembus.protocol.Topic;

/**
 * What to call, and how: {@code Call.to("add").target("calculator").timeout(ofSeconds(3)).with(1, 2)}. Immutable.
 */
public final class Call {
    private final Topic topic;
    private final @Nullable Rid target;
    private final @Nullable Duration timeout;
    private final Payload data;

    private Call(Topic topic, @Nullable Rid target, @Nullable Duration timeout, Payload data) {
        this.topic = topic;
        this.target = target;
        this.timeout = timeout;
        this.data = data;
    }

    /**
     * A call without arguments, of whoever exposes the service.
     *
     * @throws IllegalArgumentException if this is no topic, or a pattern
     */
    public static Call to(String topic) {
        return new Call(Topics.exact(topic), null, null, Payload.NO_ARGUMENTS);
    }

    /**
     * A call of this component only, whether or not it exposes the service (PROTOCOL.md section 8).
     *
     * @throws IllegalArgumentException if this is no legal name
     */
    public Call target(String component) {
        return new Call(topic, new Rid(component), timeout, data);
    }

    /** How long to wait for the answer, instead of {@link ComponentOptions#requestTimeout()}. */
    public Call timeout(Duration other) {
        return new Call(topic, target, ComponentOptions.positive(other, "timeout"), data);
    }

    /**
     * With these arguments. They are encoded at once: changing them later has no effect.
     *
     * @throws IllegalArgumentException if an argument has no form on the wire
     */
    public Call with(@Nullable Object @Nullable ... arguments) {
        return new Call(topic, target, timeout, Outgoing.arguments(Topics.spread(arguments)));
    }

    /** The service's topic. */
    public String topic() {
        return topic.toString();
    }

    /** The component to call, if not any. */
    public Optional<String> target() {
        return Optional.ofNullable(target).map(Rid::name);
    }

    /** How long to wait for the answer, if it was said here. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    Payload data() {
        return data;
    }
}
