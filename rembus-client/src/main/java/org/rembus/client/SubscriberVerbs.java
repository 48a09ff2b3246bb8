package org.rembus.client;

import org.jspecify.annotations.Nullable;

/**
 * Subscribing: lambdas with the classes of the arguments, or handlers of the message itself.
 *
 * <p>After the first subscribe the component becomes reactive by itself, unless it was told to be unreactive before: from
 * then on the broker delivers (PROTOCOL.md section 9). To get everything that waits for several subscriptions of a named
 * component, say {@code unreactive()}, subscribe to all, then say {@code reactive()}; {@link Component#serve} does so by
 * itself. Subscribing to a topic again replaces its handler.
 */
public sealed interface SubscriberVerbs permits Component {

    /**
     * Subscribes with options.
     *
     * @throws RembusException if the broker refuses or cannot be reached in time
     */
    void subscribe(Subscription subscription, MessageHandler handler);

    /**
     * Subscribes to a topic or pattern, from now on.
     *
     * @throws IllegalArgumentException if this is no topic
     * @throws RembusException if the broker refuses or cannot be reached in time
     */
    default void subscribe(String topic, MessageHandler handler) {
        subscribe(Subscription.to(topic), handler);
    }

    /** Subscribes to a topic or pattern, beginning there. */
    default void subscribe(String topic, From from, MessageHandler handler) {
        subscribe(Subscription.to(topic).from(from), handler);
    }

    /** Subscribes to messages of no argument, from now on. */
    default void subscribe(String topic, MessageAction.Of0 action) {
        subscribe(Subscription.to(topic), MessageHandler.of(action));
    }

    /** Subscribes to messages of one argument, from now on. */
    default <A extends @Nullable Object> void subscribe(String topic, Class<A> a, MessageAction.Of1<A> action) {
        subscribe(Subscription.to(topic), MessageHandler.of(a, action));
    }

    /** Subscribes to messages of two arguments, from now on. */
    default <A extends @Nullable Object, B extends @Nullable Object> void subscribe(
            String topic, Class<A> a, Class<B> b, MessageAction.Of2<A, B> action) {
        subscribe(Subscription.to(topic), MessageHandler.of(a, b, action));
    }

    /** Subscribes to messages of three arguments, from now on. */
    default <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> void subscribe(
            String topic, Class<A> a, Class<B> b, Class<C> c, MessageAction.Of3<A, B, C> action) {
        subscribe(Subscription.to(topic), MessageHandler.of(a, b, c, action));
    }

    /** Subscribes to messages of four arguments, from now on. */
    default <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object>
            void subscribe(
                    String topic,
                    Class<A> a,
                    Class<B> b,
                    Class<C> c,
                    Class<D> d,
                    MessageAction.Of4<A, B, C, D> action) {
        subscribe(Subscription.to(topic), MessageHandler.of(a, b, c, d, action));
    }

    /** Subscribes to messages of five arguments, from now on. */
    default <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object>
            void subscribe(
                    String topic,
                    Class<A> a,
                    Class<B> b,
                    Class<C> c,
                    Class<D> d,
                    Class<E> e,
                    MessageAction.Of5<A, B, C, D, E> action) {
        subscribe(Subscription.to(topic), MessageHandler.of(a, b, c, d, e, action));
    }

    /** Subscribes to messages of six arguments, from now on. */
    default <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object>
            void subscribe(
                    String topic,
                    Class<A> a,
                    Class<B> b,
                    Class<C> c,
                    Class<D> d,
                    Class<E> e,
                    Class<F> f,
                    MessageAction.Of6<A, B, C, D, E, F> action) {
        subscribe(Subscription.to(topic), MessageHandler.of(a, b, c, d, e, f, action));
    }
}
