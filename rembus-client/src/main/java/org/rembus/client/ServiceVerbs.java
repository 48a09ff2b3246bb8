package org.rembus.client;

import org.jspecify.annotations.Nullable;

/**
 * Exposing services: lambdas with the classes of their arguments, or handlers of the call itself.
 *
 * <p>A call with the wrong number or type of arguments is answered with status 41, an exception with status 40 and its
 * text. Exposing a topic again replaces its handler.
 */
public sealed interface ServiceVerbs permits Component {

    /**
     * Exposes a service with options.
     *
     * @throws RembusException if the broker refuses or cannot be reached in time
     */
    void expose(Service service, RequestHandler handler);

    /**
     * Exposes a service whose handler looks at the call itself.
     *
     * @throws IllegalArgumentException if this is no topic, or a pattern
     * @throws RembusException if the broker refuses or cannot be reached in time
     */
    default void expose(String topic, RequestHandler handler) {
        expose(Service.of(topic), handler);
    }

    /** Exposes a service of no argument. */
    default <R extends @Nullable Object> void expose(String topic, ServiceFunction.Of0<R> function) {
        expose(Service.of(topic), RequestHandler.of(function));
    }

    /** Exposes a service of one argument. */
    default <A extends @Nullable Object, R extends @Nullable Object> void expose(
            String topic, Class<A> a, ServiceFunction.Of1<A, R> function) {
        expose(Service.of(topic), RequestHandler.of(a, function));
    }

    /** Exposes a service of two arguments. */
    default <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> void expose(
            String topic, Class<A> a, Class<B> b, ServiceFunction.Of2<A, B, R> function) {
        expose(Service.of(topic), RequestHandler.of(a, b, function));
    }

    /** Exposes a service of three arguments. */
    default <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    R extends @Nullable Object>
            void expose(String topic, Class<A> a, Class<B> b, Class<C> c, ServiceFunction.Of3<A, B, C, R> function) {
        expose(Service.of(topic), RequestHandler.of(a, b, c, function));
    }

    /** Exposes a service of four arguments. */
    default <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    R extends @Nullable Object>
            void expose(
                    String topic,
                    Class<A> a,
                    Class<B> b,
                    Class<C> c,
                    Class<D> d,
                    ServiceFunction.Of4<A, B, C, D, R> function) {
        expose(Service.of(topic), RequestHandler.of(a, b, c, d, function));
    }

    /** Exposes a service of five arguments. */
    default <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    R extends @Nullable Object>
            void expose(
                    String topic,
                    Class<A> a,
                    Class<B> b,
                    Class<C> c,
                    Class<D> d,
                    Class<E> e,
                    ServiceFunction.Of5<A, B, C, D, E, R> function) {
        expose(Service.of(topic), RequestHandler.of(a, b, c, d, e, function));
    }

    /** Exposes a service of six arguments. */
    default <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    R extends @Nullable Object>
            void expose(
                    String topic,
                    Class<A> a,
                    Class<B> b,
                    Class<C> c,
                    Class<D> d,
                    Class<E> e,
                    Class<F> f,
                    ServiceFunction.Of6<A, B, C, D, E, F, R> function) {
        expose(Service.of(topic), RequestHandler.of(a, b, c, d, e, f, function));
    }
}
