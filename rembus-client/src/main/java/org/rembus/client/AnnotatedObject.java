package org.rembus.client;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** An object's methods that are annotated with {@link Expose} and {@link Subscribe}, as handlers. */
record AnnotatedObject(Map<Service, RequestHandler> services, Map<Subscription, MessageHandler> subscriptions) {

    /** @throws IllegalArgumentException if there is none, or an annotation does not fit its method */
    static AnnotatedObject of(Object object) {
        Map<Service, RequestHandler> services = new LinkedHashMap<>();
        Map<Subscription, MessageHandler> subscriptions = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                Expose expose = method.getAnnotation(Expose.class);
                Subscribe subscribe = method.getAnnotation(Subscribe.class);
                boolean isNew =
                        (expose != null || subscribe != null) && !method.isBridge() && seen.add(signature(method));
                if (isNew && expose != null) {
                    services.put(service(method, expose), handler(object, method));
                }
                if (isNew && subscribe != null) {
                    subscriptions.put(subscription(method, subscribe), subscriber(object, method));
                }
            }
        }
        AnnotatedObject annotated = new AnnotatedObject(services, subscriptions);
        annotated.check(object.getClass());
        return annotated;
    }

    private void check(Class<?> type) {
        if (services.isEmpty() && subscriptions.isEmpty()) {
            throw new IllegalArgumentException(type.getName() + " has no method with @Expose or @Subscribe");
        }
        Set<String> topics = new HashSet<>();
        services.keySet().forEach(service -> unique(type, topics, "@Expose " + service.topic()));
        subscriptions.keySet().forEach(subscription -> unique(type, topics, "@Subscribe " + subscription.topic()));
    }

    private static void unique(Class<?> type, Set<String> topics, String topic) {
        if (!topics.add(topic)) {
            throw new IllegalArgumentException(type.getName() + " has two methods for " + topic);
        }
    }

    private static String signature(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }

    private static Service service(Method method, Expose expose) {
        return Service.of(expose.value().isEmpty() ? method.getName() : expose.value())
                .execution(expose.execution())
                .maxConcurrent(expose.maxConcurrent());
    }

    private static Subscription subscription(Method method, Subscribe subscribe) {
        return Subscription.to(subscribe.value().isEmpty() ? method.getName() : subscribe.value())
                .from(From.parse(subscribe.from()))
                .retries(subscribe.retries())
                .queueMessages(subscribe.queueMessages())
                .execution(subscribe.execution());
    }

    private static RequestHandler handler(Object object, Method method) {
        method.setAccessible(true);
        Type[] types = method.getGenericParameterTypes();
        if (types.length > 1 && Arrays.asList(types).contains(Request.class)) {
            throw new IllegalArgumentException(method + ": a Request must be the only parameter");
        }
        if (types.length == 1 && types[0] == Request.class) {
            return request -> invoke(object, method, request);
        }
        List<String> names =
                Arrays.stream(method.getParameters()).map(Parameter::getName).toList();
        Set<String> allNames = Set.copyOf(names);
        return request -> {
            Map<?, ?> named = request.decoder().named();
            return named != null && named.keySet().equals(allNames)
                    ? invoke(object, method, byName(request, named, names, types))
                    : invoke(object, method, converted(request.decoder(), 0, types, request));
        };
    }

    private static MessageHandler subscriber(Object object, Method method) {
        method.setAccessible(true);
        Type[] types = method.getGenericParameterTypes();
        if (Arrays.asList(types).lastIndexOf(Received.class) > 0) {
            throw new IllegalArgumentException(method + ": Received must be the first parameter, and there only once");
        }
        boolean takesMessage = types.length > 0 && types[0] == Received.class;
        return new AsyncMessageHandler(message -> {
            Object result;
            if (takesMessage && types.length == 1) {
                result = invoke(object, method, message);
            } else {
                @Nullable Object[] arguments = converted(message.decoder(), takesMessage ? 1 : 0, types, message);
                if (takesMessage) {
                    arguments[0] = message;
                }
                result = invoke(object, method, arguments);
            }
            return result instanceof CompletionStage<?> stage ? stage : null;
        });
    }

    private static @Nullable Object[] byName(Request request, Map<?, ?> named, List<String> names, Type[] types) {
        @Nullable Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            String name = names.get(i);
            arguments[i] = request.decoder().convert(named.get(name), types[i], () -> "argument " + name, request);
        }
        return arguments;
    }

    /** @param from the first parameter that is given an argument */
    private static @Nullable Object[] converted(Arguments given, int from, Type[] types, Object source) {
        given.expect(types.length - from, source);
        @Nullable Object[] arguments = new Object[types.length];
        for (int i = from; i < types.length; i++) {
            int index = i - from;
            arguments[i] = given.convert(given.values().get(index), types[i], () -> given.ordinal(index), source);
        }
        return arguments;
    }

    private static @Nullable Object invoke(Object object, Method method, @Nullable Object... arguments)
            throws Exception {
        try {
            return method.invoke(object, arguments);
        } catch (InvocationTargetException thrown) {
            Throwable cause = thrown.getCause();
            if (cause instanceof Error error) {
                throw error;
            }
            throw cause instanceof Exception exception ? exception : thrown;
        }
    }
}
