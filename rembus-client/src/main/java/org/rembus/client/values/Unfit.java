package org.rembus.client.values;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Why Jackson could not convert something, in words about values and types instead of about Jackson. */
final class Unfit {
    private Unfit() {}

    /** A mismatch whose message is ours already. */
    static final class Mismatch extends MismatchedInputException {
        private static final long serialVersionUID = 1L;

        Mismatch(JsonParser parser, Class<?> type, String message) {
            super(parser, message, type);
        }
    }

    /** Why what came does not become what is wanted, and where in it. */
    static String incoming(JacksonException failure) {
        String why = switch (failure) {
            case Mismatch said -> said.getOriginalMessage();
            case InvalidFormatException unread ->
                Shown.of(unread.getValue()) + " is not " + name(unread.getTargetType());
            case ValueInstantiationException refused ->
                name(refused.getType().getRawClass()) + " refuses it: " + innermost(refused);
            case InvalidDefinitionException unmade ->
                name(rawType(unmade)) + " is no record, and no class with a constructor without parameters";
            case MismatchedInputException other ->
                kind(other.getCurrentToken()) + " is not " + name(other.getTargetType());
            default -> innermost(failure);
        };
        return why + where(failure);
    }

    /** Why a value cannot be sent, and where in it. */
    static String outgoing(JacksonException failure) {
        String why = switch (failure) {
            case StreamConstraintsException deep -> "it is nested too deeply, or contains itself";
            case InvalidDefinitionException unknown -> undefined(unknown);
            default -> innermost(failure);
        };
        return why + where(failure);
    }

    private static String undefined(InvalidDefinitionException unknown) {
        boolean isCycle = unknown.getOriginalMessage().startsWith("Direct self-reference");
        return isCycle
                ? "it contains itself"
                : name(rawType(unknown)) + " has no properties: it is no record, and has no public getters";
    }

    private static @Nullable Class<?> rawType(InvalidDefinitionException failure) {
        return failure.getType() == null ? null : failure.getType().getRawClass();
    }

    private static String name(@Nullable Class<?> type) {
        if (type == null) {
            return "that type";
        }
        if (Collection.class.isAssignableFrom(type) || type.isArray()) {
            return "a list";
        }
        if (Map.class.isAssignableFrom(type)) {
            return "a map";
        }
        Object[] words = type.getEnumConstants();
        return type.getSimpleName() + (words == null ? "" : ", which is one of " + Arrays.toString(words));
    }

    private static String kind(@Nullable JsonToken token) {
        return switch (token) {
            case null -> "what came";
            case START_ARRAY -> "a list";
            case START_OBJECT, PROPERTY_NAME -> "a map";
            case VALUE_STRING -> "a text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a truth value";
            case VALUE_NULL -> "null";
            default -> "what came";
        };
    }

    /** What the application's own code said, when it was that which failed. */
    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause instanceof JacksonException jackson ? jackson.getOriginalMessage() : cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private static String where(JacksonException failure) {
        String path = failure.getPath().stream()
                .map(step -> step.getPropertyName() != null ? step.getPropertyName() : "[" + step.getIndex() + "]")
                .collect(Collectors.joining("."));
        return path.isEmpty() ? "" : " (at " + path + ")";
    }
}
