package org.rembus.client;

import org.jspecify.annotations.Nullable;

/** Answers the calls of a service. Calls run side by side, as many as the {@link Service} allows. */
@FunctionalInterface
public interface RequestHandler {

    /**
     * Answers a call.
     *
     * @return the result, of any type that can travel (see {@link Component#rpc}); a
     *     {@link java.util.concurrent.CompletionStage} answers when it completes, with its value
     * @throws ConversionException of an argument of this request: the caller gets status 41 with its text
     * @throws Exception any other: the caller gets status 40 with its text, or with the name of its class
     */
    @Nullable
    Object onRequest(Request request) throws Exception;

    /** A handler of calls with no argument; any other number or type of arguments is answered with status 41. */
    static <R extends @Nullable Object> RequestHandler of(ServiceFunction.Of0<R> function) {
        return request -> {
            Arguments call = request.decoder();
            call.expect(0, request);
            return function.apply();
        };
    }

    /** A handler of calls with one argument; any other number or type of arguments is answered with status 41. */
    static <A extends @Nullable Object, R extends @Nullable Object> RequestHandler of(
            Class<A> a, ServiceFunction.Of1<A, R> function) {
        return request -> {
            Arguments call = request.decoder();
            call.expect(1, request);
            return function.apply(call.get(0, a, request));
        };
    }

    /** A handler of calls with two arguments; any other number or type of arguments is answered with status 41. */
    static <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> RequestHandler of(
            Class<A> a, Class<B> b, ServiceFunction.Of2<A, B, R> function) {
        return request -> {
            Arguments call = request.decoder();
            call.expect(2, request);
            return function.apply(call.get(0, a, request), call.get(1, b, request));
        };
    }

    /** A handler of calls with three arguments; any other number or type of arguments is answered with status 41. */
    static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    R extends @Nullable Object>
            RequestHandler of(Class<A> a, Class<B> b, Class<C> c, ServiceFunction.Of3<A, B, C, R> function) {
        return request -> {
            Arguments call = request.decoder();
            call.expect(3, request);
            return function.apply(call.get(0, a, request), call.get(1, b, request), call.get(2, c, request));
        };
    }

    /** A handler of calls with four arguments; any other number or type of arguments is answered with status 41. */
    static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    R extends @Nullable Object>
            RequestHandler of(
                    Class<A> a, Class<B> b, Class<C> c, Class<D> d, ServiceFunction.Of4<A, B, C, D, R> function) {
        return request -> {
            Arguments call = request.decoder();
            call.expect(4, request);
            return function.apply(
                    call.get(0, a, request), call.get(1, b, request), call.get(2, c, request), call.get(3, d, request));
        };
    }

    /** A handler of calls with five arguments; any other number or type of arguments is answered with status 41. */
    static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    R extends @Nullable Object>
            RequestHandler of(
                    Class<A> a,
                    Class<B> b,
                    Class<C> c,
                    Class<D> d,
                    Class<E> e,
                    ServiceFunction.Of5<A, B, C, D, E, R> function) {
        return request -> {
            Arguments call = request.decoder();
            call.expect(5, request);
            return function.apply(
                    call.get(0, a, request),
                    call.get(1, b, request),
                    call.get(2, c, request),
                    call.get(3, d, request),
                    call.get(4, e, request));
        };
    }

    /** A handler of calls with six arguments; any other number or type of arguments is answered with status 41. */
    static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    R extends @Nullable Object>
            RequestHandler of(
                    Class<A> a,
                    Class<B> b,
                    Class<C> c,
                    Class<D> d,
                    Class<E> e,
                    Class<F> f,
                    ServiceFunction.Of6<A, B, C, D, E, F, R> function) {
        return request -> {
            Arguments call = request.decoder();
            call.expect(6, request);
            return function.apply(
                    call.get(0, a, request),
                    call.get(1, b, request),
                    call.get(2, c, request),
                    call.get(3, d, request),
                    call.get(4, e, request),
                    call.get(5, f, request));
        };
    }
}
