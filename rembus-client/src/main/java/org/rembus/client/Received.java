package org.rembus.client;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.rembus.client.values.Shown;
import org.rembus.protocol.Message;
import org.rembus.protocol.QoS;

/**
 * A message as its subscriber sees it. The arguments are decoded on first use.
 *
 * <p>A subscription to a pattern gets the topic that was published to as {@link #topic()} and itself as
 * {@link #pattern()}.
 */
public final class Received {
    private final Message.Publish message;
    private final boolean byPattern;
    private final Arguments arguments;

    Received(Message.Publish message, boolean byPattern) {
        this.message = message;
        this.byPattern = byPattern;
        this.arguments = new Arguments(message.topic(), message.data(), byPattern ? 1 : 0);
    }

    /** The topic that was published to. */
    public String topic() {
        return byPattern ? message.data().firstText().orElse(message.topic()) : message.topic();
    }

    /** The pattern that this message came by, if the subscription is to one. */
    public Optional<String> pattern() {
        return byPattern ? Optional.of(message.topic()) : Optional.empty();
    }

    /** The arguments in their natural types, as {@link Result#value()} describes them. Not to be changed. */
    public List<@Nullable Object> arguments() {
        return arguments.values();
    }

    /**
     * One argument.
     *
     * @param index counted from 0
     * @throws ConversionException if there is no such argument or it does not fit the type
     */
    public <T extends @Nullable Object> T argument(int index, Class<T> type) {
        return arguments.get(index, type, this);
    }

    /**
     * One argument of a type with parameters.
     *
     * @param index counted from 0
     * @throws ConversionException if there is no such argument or it does not fit the type
     */
    public <T extends @Nullable Object> T argument(int index, TypeRef<T> type) {
        return arguments.get(index, type, this);
    }

    /**
     * Writes the arguments as JSON, an array on one line, as {@link Result#writeJson} does.
     *
     * @throws IOException what the target throws
     */
    public void writeJson(OutputStream target) throws IOException {
        arguments.writeJson(target);
    }

    /** The level of quality that it came with. */
    public QoS qos() {
        return message.qos();
    }

    /** The application time slot, if it has one. */
    public OptionalLong slot() {
        return message.flags().hasSlot() ? OptionalLong.of(message.requireId().slot()) : OptionalLong.empty();
    }

    Arguments decoder() {
        return arguments;
    }

    /** Topic and arguments for logs, near to JSON, cut when they are long: {@code sensor/kitchen[21.6]}. */
    @Override
    public String toString() {
        return topic() + Shown.of(arguments());
    }
}
