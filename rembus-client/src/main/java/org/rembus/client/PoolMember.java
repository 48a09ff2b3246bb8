package org.rembus.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One broker of a pool, and what it is still to be told. May be used by any thread. */
final class PoolMember {
    private final LiveComponent component;
    private final BiConsumer<String, RembusException> onRefused;
    private final CompletableFuture<Void> ended;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Map<Object, Order> missed = new LinkedHashMap<>();

    /** @param onRefused is told of an order that the broker did not take when it was back */
    PoolMember(LiveComponent component, BiConsumer<String, RembusException> onRefused) {
        this.component = component;
        this.onRefused = onRefused;
        this.ended = component.waiting().forever();
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

    /** Completes, exceptionally unless it is closed, when it will never be connected again. */
    CompletableFuture<Void> ended() {
        return ended;
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
     * It is there: an order for now, which replaces an earlier one about the same, and goes out after whatever else it has missed.
     *
     * @param verbs with a future that completes where the result shall
     */
    CompletableFuture<Void> tell(Object about, Order order, AsyncComponent verbs) {
        Map<Object, CompletableFuture<Void>> late = new LinkedHashMap<>();
        try {
            synchronized (missed) {
                sendMissed(late, earlier -> !earlier.equals(about));
                CompletableFuture<Void> told = order.apply(verbs);
                missed.remove(about);
                return told;
            }
        } finally {
            late.forEach(this::watch);
        }
    }

    /** It is back: it is told what it missed, in order. */
    void catchUp() {
        Map<Object, CompletableFuture<Void>> late = new LinkedHashMap<>();
        synchronized (missed) {
            sendMissed(late, any -> true);
        }
        late.forEach(this::watch);
    }

    /** To be called under the lock, so that nothing newer overtakes what it missed. If it is away again, it goes on missing it. */
    private void sendMissed(Map<Object, CompletableFuture<Void>> sent, Predicate<Object> which) {
        if (isConnected()) {
            missed.forEach((about, order) -> {
                if (which.test(about)) {
                    sent.put(about, order.apply(component.async()));
                }
            });
            missed.keySet().removeAll(sent.keySet());
        }
    }

    private void watch(Object about, CompletableFuture<Void> told) {
        told.whenComplete((done, failure) -> {
            if (failure instanceof RembusException refused) {
                onRefused.accept(about.toString(), refused);
            }
        });
    }
}
