package org.rembus.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.rembus.protocol.Address;

/** A component with several brokers: a connection to each, which comes and goes by itself. */
final class PooledComponent extends BlockingComponent {
    private final Pool pool;
    private final AsyncComponent futures;

    private PooledComponent(Pool pool) {
        super(new PooledAsync(pool, BlockingComponent::waiting, Runnable::run));
        this.pool = pool;
        this.futures = new PooledAsync(
                pool, LiveComponent::async, pool.first().component().completer());
    }

    /**
     * Connects to all, and is done when one is there; when none is, and that is not what to go on trying after, it fails with the
     * last failure.
     *
     * @param completer where the future completes
     */
    static CompletableFuture<Component> open(ComponentOptions options, Executor completer) {
        List<Opening> openings = new ArrayList<>();
        FirstOutcome outcome = new FirstOutcome(options.addresses().size());
        for (Address address : options.addresses()) {
            openings.add(new Opening(options, address, outcome));
        }
        Pool pool = new Pool(openings.stream().map(Opening::member).toList(), options);
        PooledComponent component = new PooledComponent(pool);
        pool.begin();
        if (options.firstConnect() == ComponentOptions.FirstConnect.KEEP_TRYING) {
            outcome.succeed();
        }
        CompletableFuture<Component> opened =
                outcome.future().thenApplyAsync(connected -> (Component) component, completer);
        opened.whenComplete((connected, failure) -> {
            if (failure != null) {
                component.futures.close();
            }
        });
        return opened;
    }

    /** Whether any of so many attempts was successful. */
    private static final class FirstOutcome {
        private final CompletableFuture<Void> future = new CompletableFuture<>();
        private final AtomicInteger left;

        FirstOutcome(int attempts) {
            left = new AtomicInteger(attempts);
        }

        CompletableFuture<Void> future() {
            return future;
        }

        void succeed() {
            future.complete(null);
        }

        void fail(RembusException cause) {
            if (left.decrementAndGet() == 0) {
                future.completeExceptionally(cause);
            }
        }
    }

    /** One of the connections: hears of the first attempt's outcome. */
    private static final class Opening extends ForwardingListener {
        private final FirstOutcome outcome;
        private final PoolMember member;
        private boolean isDecided;

        Opening(ComponentOptions options, Address address, FirstOutcome outcome) {
            super(options.listener());
            this.outcome = outcome;
            ComponentOptions own = options.toBuilder()
                    .onlyAt(address)
                    .firstConnect(ComponentOptions.FirstConnect.KEEP_TRYING)
                    .listener(this)
                    .build();
            this.member = new PoolMember(LiveComponent.of(own), this::onRestoreFailed);
        }

        PoolMember member() {
            return member;
        }

        @Override
        public void onConnected() {
            isDecided = true;
            outcome.succeed();
            super.onConnected();
        }

        @Override
        public void onConnectFailed(RembusException cause, Duration pause) {
            if (!isDecided) {
                isDecided = true;
                outcome.fail(cause);
            }
            super.onConnectFailed(cause, pause);
        }
    }

    @Override
    public void close() {
        pool.members().forEach(member -> member.component().async().close());
        pool.members().forEach(member -> member.component().close());
    }

    @Override
    public String name() {
        return pool.first().component().name();
    }

    @Override
    public boolean isConnected() {
        return pool.isConnected();
    }

    @Override
    public AsyncComponent async() {
        return futures;
    }

    @Override
    public String toString() {
        return pool.members().stream().map(PoolMember::component).toList().toString();
    }
}
