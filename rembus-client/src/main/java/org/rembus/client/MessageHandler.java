package org.rembus.client;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Is given the messages of a subscription, one after the other in the order in which they came; subscriptions do not wait
 * for each other. A QoS 1 or 2 message is acknowledged when this returns.
 */
@FunctionalInterface
public interface MessageHandler {

    /**
     * Handles a message.
     *
     * @throws Exception is reported to {@link ComponentListener#onHandlerFailed}; then, after the retries that the
     *     {@link Subscription} asks for, the message counts as handled
     */
    void onMessage(Received message) throws Exception;

    /**
     * A handler that goes on elsewhere: the message counts as handled, and the next one comes, when the stage completes.
     * Null counts as completed.
     */
    static MessageHandler async(Function<? super Received, ? extends @Nullable CompletionStage<?>> handler) {
        return new AsyncMessageHandler(handler::apply);
    }

    /** A handler of messages with no argument; any other number or type of arguments is a failure of the handler. */
    static MessageHandler of(MessageAction.Of0 action) {
        return message -> {
            Arguments arguments = message.decoder();
            arguments.expect(0, message);
            action.accept();
        };
    }

    /** A handler of messages with one argument; any other number or type of arguments is a failure of the handler. */
    static <A extends @Nullable Object> MessageHandler of(Class<A> a, MessageAction.Of1<A> action) {
        return message -> {
            Arguments arguments = message.decoder();
            arguments.expect(1, message);
            action.accept(arguments.get(0, a, message));
        };
    }

    /** A handler of messages with two arguments; any other number or type of arguments is a failure of the handler. */
    static <A extends @Nullable Object, B extends @Nullable Object> MessageHandler of(
            Class<A> a, Class<B> b, MessageAction.Of2<A, B> action) {
        return message -> {
            Arguments arguments = message.decoder();
            arguments.expect(2, message);
            action.accept(arguments.get(0, a, message), arguments.get(1, b, message));
        };
    }

    /** A handler of messages with three arguments; any other number or type of arguments is a failure of the handler. */
    static <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> MessageHandler of(
            Class<A> a, Class<B> b, Class<C> c, MessageAction.Of3<A, B, C> action) {
        return message -> {
            Arguments arguments = message.decoder();
            arguments.expect(3, message);
            action.accept(arguments.get(0, a, message), arguments.get(1, b, message), arguments.get(2, c, message));
        };
    }

    /** A handler of messages with four arguments; any other number or type of arguments is a failure of the handler. */
    static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object>
            MessageHandler of(Class<A> a, Class<B> b, Class<C> c, Class<D> d, MessageAction.Of4<A, B, C, D> action) {
        return message -> {
            Arguments arguments = message.decoder();
            arguments.expect(4, message);
            action.accept(
                    arguments.get(0, a, message),
                    arguments.get(1, b, message),
                    arguments.get(2, c, message),
                    arguments.get(3, d, message));
        };
    }

    /** A handler of messages with five arguments; any other number or type of arguments is a failure of the handler. */
    static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object>
            MessageHandler of(
                    Class<A> a,
                    Class<B> b,
                    Class<C> c,
                    Class<D> d,
                    Class<E> e,
                    MessageAction.Of5<A, B, C, D, E> action) {
        return message -> {
            Arguments arguments = message.decoder();
            arguments.expect(5, message);
            action.accept(
                    arguments.get(0, a, message),
                    arguments.get(1, b, message),
                    arguments.get(2, c, message),
                    arguments.get(3, d, message),
                    arguments.get(4, e, message));
        };
    }

    /** A handler of messages with six arguments; any other number or type of arguments is a failure of the handler. */
    static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object>
            MessageHandler of(
                    Class<A> a,
                    Class<B> b,
                    Class<C> c,
                    Class<D> d,
                    Class<E> e,
                    Class<F> f,
                    MessageAction.Of6<A, B, C, D, E, F> action) {
        return message -> {
            Arguments arguments = message.decoder();
            arguments.expect(6, message);
            action.accept(
                    arguments.get(0, a, message),
                    arguments.get(1, b, message),
                    arguments.get(2, c, message),
                    arguments.get(3, d, message),
                    arguments.get(4, e, message),
                    arguments.get(5, f, message));
        };
    }
}
