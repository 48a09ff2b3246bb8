package org.rembus.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One broker of a pool, and what it is still to be told. May be used by any thread. */
final class PoolMember {
    private final LiveComponent component;
    private final BiConsumer<String, RembusException> onRefused;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Map<Object, Order> missed = new LinkedHashMap<>();

    /** @param onRefused is told of an order that the broker did not take when it was back */
    PoolMember(LiveComponent component, BiConsumer<String, RembusException> onRefused) {
        this.component = component;
        this.onRefused = onRefused;
    }

    /** Something that all brokers are told, those that are away when they are back. */
    @FunctionalInterface
    interface Order extends Function<AsyncComponent, CompletableFuture<Void>> {}

    /** What an order about a served object is about: that very object, however equal another one is. */
    record Served(Object object) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Served served && served.object == object;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(object);
        }

        @Override
        public String toString() {
            return "object of " + object.getClass();
        }
    }

    LiveComponent component() {
        return component;
    }

    boolean isConnected() {
        return component.isConnected();
    }

    /** How much of it has been begun and is not done. */
    int underWay() {
        return underWay.get();
    }

    /** Does something that counts as under way until just before the future completes. */
    <T extends @Nullable Object> CompletableFuture<T> begin(
            AsyncComponent verbs, Function<AsyncComponent, CompletableFuture<T>> what) {
        underWay.incrementAndGet();
        CompletableFuture<T> done;
        try {
            done = what.apply(verbs);
        } catch (RuntimeException refused) {
            underWay.decrementAndGet();
            throw refused;
        }
        CompletableFuture<T> counted = new CompletableFuture<>();
        done.whenComplete((result, failure) -> {
            underWay.decrementAndGet();
            if (failure == null) {
                counted.complete(result);
            } else {
                counted.completeExceptionally(failure);
            }
        });
        return counted;
    }

    /**
     * It is away: an order, which replaces an earlier one about the same, for when it is back.
     *
     * @param about what is one with what equals it, and says what it is
     */
    void miss(Object about, Order order) {
        synchronized (missed) {
            missed.remove(about);
            missed.put(about, order);
        }
        if (isConnected()) {
            catchUp(); // it came back meanwhile
        }
    }

    /**
     * It is here: it is told an order, which replaces an earlier one about the same that it may not have been told yet although it
     * is back.
     */
    CompletableFuture<Void> tell(Object about, Order order, AsyncComponent verbs) {
        synchronized (missed) {
            CompletableFuture<Void> told = order.apply(verbs);
            missed.remove(about);
            return told;
        }
    }

    /** It is back: it is told what it missed, in order. */
    void catchUp() {
        Map<Object, CompletableFuture<Void>> told = new LinkedHashMap<>();
        // under the lock, so that nothing newer is told before
        synchronized (missed) {
            missed.forEach((about, order) -> told.put(about, order.apply(component.waiting())));
            missed.clear();
        }
        told.forEach((about, outcome) -> outcome.whenComplete((done, failure) -> {
            if (failure instanceof RembusException refused) {
                onRefused.accept(about.toString(), refused);
            }
        }));
    }
}
