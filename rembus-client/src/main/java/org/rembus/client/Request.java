package org.rembus.client;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;

/** A call as the service that was called sees it. The arguments are decoded on first use. */
public final class Request {
    private final String topic;
    private final Arguments arguments;

    Request(Message.Rpc message) {
        this.topic = message.topic();
        this.arguments = new Arguments(topic, message.data(), 0);
    }

    /** The service that was called. */
    public String topic() {
        return topic;
    }

    /**
     * The arguments in their natural types, as {@link Result#value()} describes them. Not to be changed. Named arguments
     * are one argument, a map.
     */
    public List<@Nullable Object> arguments() {
        return arguments.values();
    }

    /** The arguments by name, when the caller sent a map instead of a list (PROTOCOL.md section 4). */
    public Optional<Map<?, ?>> namedArguments() {
        return Optional.ofNullable(arguments.named());
    }

    /**
     * One argument. When it is missing or does not fit and the handler lets the exception pass, the caller gets status 41.
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
     * Writes the arguments as JSON on one line, as {@link Result#writeJson} does: an array, or an object when the caller named them.
     *
     * @throws IOException what the target throws
     */
    public void writeJson(OutputStream target) throws IOException {
        arguments.writeJsonWithNames(target);
    }

    Arguments decoder() {
        return arguments;
    }

    @Override
    public String toString() {
        return topic + arguments();
    }
}
