package org.rembus.client;

import org.jspecify.annotations.Nullable;

/** Subscribers as lambdas or method references, by the number of arguments of the messages. */
public final class MessageAction {
    private MessageAction() {}

    /** With no argument. */
    @FunctionalInterface
    public interface Of0 {
        void accept() throws Exception;
    }

    /**
     * With one argument.
     *
     * @param <A> the type of argument 0
     */
    @FunctionalInterface
    public interface Of1<A extends @Nullable Object> {
        void accept(A a) throws Exception;
    }

    /**
     * With two arguments.
     *
     * @param <A> the type of argument 0
     * @param <B> the type of argument 1
     */
    @FunctionalInterface
    public interface Of2<A extends @Nullable Object, B extends @Nullable Object> {
        void accept(A a, B b) throws Exception;
    }

    /**
     * With three arguments.
     *
     * @param <A> the type of argument 0
     * @param <B> the type of argument 1
     * @param <C> the type of argument 2
     */
    @FunctionalInterface
    public interface Of3<A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> {
        void accept(A a, B b, C c) throws Exception;
    }

    /**
     * With four arguments.
     *
     * @param <A> the type of argument 0
     * @param <B> the type of argument 1
     * @param <C> the type of argument 2
     * @param <D> the type of argument 3
     */
    @FunctionalInterface
    public interface Of4<
            A extends @Nullable Object,
            B extends @Nullable Object,
            C extends @Nullable Object,
            D extends @Nullable Object> {
        void accept(A a, B b, C c, D d) throws Exception;
    }

    /**
     * With five arguments.
     *
     * @param <A> the type of argument 0
     * @param <B> the type of argument 1
     * @param <C> the type of argument 2
     * @param <D> the type of argument 3
     * @param <E> the type of argument 4
     */
    @FunctionalInterface
    public interface Of5<
            A extends @Nullable Object,
            B extends @Nullable Object,
            C extends @Nullable Object,
            D extends @Nullable Object,
            E extends @Nullable Object> {
        void accept(A a, B b, C c, D d, E e) throws Exception;
    }

    /**
     * With six arguments.
     *
     * @param <A> the type of argument 0
     * @param <B> the type of argument 1
     * @param <C> the type of argument 2
     * @param <D> the type of argument 3
     * @param <E> the type of argument 4
     * @param <F> the type of argument 5
     */
    @FunctionalInterface
    public interface Of6<
            A extends @Nullable Object,
            B extends @Nullable Object,
            C extends @Nullable Object,
            D extends @Nullable Object,
            E extends @Nullable Object,
            F extends @Nullable Object> {
        void accept(A a, B b, C c, D d, E e, F f) throws Exception;
    }
}
