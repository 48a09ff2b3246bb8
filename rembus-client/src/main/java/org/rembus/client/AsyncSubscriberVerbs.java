package org.rembus.client;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Subscribing, as {@link SubscriberVerbs}; the futures fail where those methods throw.
 *
 * <p>After the first subscribe the component becomes reactive by itself, unless it was told to be unreactive before: from
 * then on the broker delivers (PROTOCOL.md section 9). To get everything that waits for several subscriptions of a named
 * component, say {@code unreactive()}, subscribe to all, then say {@code reactive()}; {@link Component#serve} does so by
 * itself. Subscribing to a topic again replaces its handler.
 */
public sealed interface AsyncSubscriberVerbs permits AsyncComponent {

    /**
     * Subscribes with options.
     *
     * @throws RembusException if the broker refuses or cannot be reached in time
     */
    CompletableFuture<Void> subscribe(Subscription subscription, MessageHandler handler);

    /**
     * Subscribes to a topic or pattern, from now on.
     *
     * @throws IllegalArgumentException if this is no topic
     * @throws RembusException if the broker refuses or cannot be reached in time
     */
    default CompletableFuture<Void> subscribe(String topic, MessageHandler handler) {
        return subscribe(Subscription.to(topic), handler);
    }

    /** Subscribes to a topic or pattern, beginning there. */
    default CompletableFuture<Void> subscribe(String topic, From from, MessageHandler handler) {
        return subscribe(Subscription.to(topic).from(from), handler);
    }

    /** Subscribes to messages of no argument, from now on. */
    default CompletableFuture<Void> subscribe(String topic, MessageAction.Of0 action) {
        return subscribe(Subscription.to(topic), MessageHandler.of(action));
    }

    /** Subscribes to messages of one argument, from now on. */
    default <A extends @Nullable Object> CompletableFuture<Void> subscribe(
            String topic, Class<A> a, MessageAction.Of1<A> action) {
        return subscribe(Subscription.to(topic), MessageHandler.of(a, action));
    }

    /** Subscribes to messages of two arguments, from now on. */
    default <A extends @Nullable Object, B extends @Nullable Object> CompletableFuture<Void> subscribe(
            String topic, Class<A> a, Class<B> b, MessageAction.Of2<A, B> action) {
        return subscribe(Subscription.to(topic), MessageHandler.of(a, b, action));
    }

    /** Subscribes to messages of three arguments, from now on. */
    default <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
            CompletableFuture<Void> subscribe(
                    String topic, Class<A> a, Class<B> b, Class<C> c, MessageAction.Of3<A, B, C> action) {
        return subscribe(Subscription.to(topic), MessageHandler.of(a, b, c, action));
    }

    /** Subscribes to messages of four arguments, from now on. */
    default <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object>
            CompletableFuture<Void> subscribe(
                    String topic,
                    Class<A> a,
                    Class<B> b,
                    Class<C> c,
                    Class<D> d,
                    MessageAction.Of4<A, B, C, D> action) {
        return subscribe(Subscription.to(topic), MessageHandler.of(a, b, c, d, action));
    }

    /** Subscribes to messages of five arguments, from now on. */
    default <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object>
            CompletableFuture<Void> subscribe(
                    String topic,
                    Class<A> a,
                    Class<B> b,
                    Class<C> c,
                    Class<D> d,
                    Class<E> e,
                    MessageAction.Of5<A, B, C, D, E> action) {
        return subscribe(Subscription.to(topic), MessageHandler.of(a, b, c, d, e, action));
    }

    /** Subscribes to messages of six arguments, from now on. */
    default <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object>
            CompletableFuture<Void> subscribe(
                    String topic,
                    Class<A> a,
                    Class<B> b,
                    Class<C> c,
                    Class<D> d,
                    Class<E> e,
                    Class<F> f,
                    MessageAction.Of6<A, B, C, D, E, F> action) {
        return subscribe(Subscription.to(topic), MessageHandler.of(a, b, c, d, e, f, action));
    }
}
