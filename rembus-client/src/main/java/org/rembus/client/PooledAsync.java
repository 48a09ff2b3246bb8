package org.rembus.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The verbs of a component with several brokers. */
final class PooledAsync implements AsyncComponent {
    private final Pool pool;
    private final Function<LiveComponent, AsyncComponent> verbs;
    private final Executor completer;

    /**
     * @param verbs those of one broker, with futures that complete where these shall
     * @param completer where that is
     */
    PooledAsync(Pool pool, Function<LiveComponent, AsyncComponent> verbs, Executor completer) {
        this.pool = pool;
        this.verbs = verbs;
        this.completer = completer;
    }

    private AsyncComponent at(PoolMember member) {
        return verbs.apply(member.component());
    }

    private WaitingRoom.Entry entry(About about, int bytes) {
        return new WaitingRoom.Entry(about, bytes, pool.options().requestTimeout(), completer);
    }

    // -- to one, or to all, as the policy says --

    @Override
    public CompletableFuture<Void> publish(String topic, @Nullable Object @Nullable ... arguments) {
        return publish(Publish.to(topic).with(arguments));
    }

    @Override
    public CompletableFuture<Void> publish(Publish publish) {
        if (publish.confirmation() == Publish.Confirmation.OUTBOX) {
            return publishNow(publish); // for which no broker needs to be there
        }
        return pool.waitingRoom()
                .begin(entry(About.topic(publish.topic()), publish.data().length()), left -> publishNow(publish));
    }

    private CompletableFuture<Void> publishNow(Publish publish) {
        return all(pool.forPublish().stream()
                .map(member -> member.begin(at(member), broker -> broker.publish(publish)))
                .toList());
    }

    @Override
    public CompletableFuture<Result> rpc(String topic, @Nullable Object @Nullable ... arguments) {
        return rpc(Call.to(topic).with(arguments));
    }

    @Override
    public CompletableFuture<Result> direct(String target, String topic, @Nullable Object @Nullable ... arguments) {
        return rpc(Call.to(topic).target(target).with(arguments));
    }

    @Override
    public CompletableFuture<Result> rpc(Call call) {
        WaitingRoom.Entry entry = new WaitingRoom.Entry(
                About.topic(call.topic()),
                call.data().length(),
                call.timeout().orElse(pool.options().requestTimeout()),
                completer);
        return pool.waitingRoom().begin(entry, left -> rpc(call.timeout(left), pool.forCall()));
    }

    /** A broker that knows nobody to answer has done nothing: the next one may know somebody. */
    private CompletableFuture<Result> rpc(Call call, List<PoolMember> candidates) {
        PoolMember best = candidates.getFirst();
        List<PoolMember> others = candidates.subList(1, candidates.size());
        CompletableFuture<Result> answer = best.begin(at(best), broker -> broker.rpc(call));
        return others.isEmpty()
                ? answer
                : answer.exceptionallyCompose(failure ->
                        isUnanswered(failure) ? rpc(call, others) : CompletableFuture.failedFuture(cause(failure)));
    }

    private static boolean isUnanswered(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof NotFoundException || cause instanceof UnavailableException;
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    // -- to all --

    @Override
    public CompletableFuture<Void> subscribe(Subscription subscription, MessageHandler handler) {
        return order("subscription to " + subscription.topic(), broker -> broker.subscribe(subscription, handler));
    }

    @Override
    public CompletableFuture<Void> unsubscribe(String topic) {
        return order("subscription to " + topic, broker -> broker.unsubscribe(topic));
    }

    @Override
    public CompletableFuture<Void> expose(Service service, RequestHandler handler) {
        return order("service " + service.topic(), broker -> broker.expose(service, handler));
    }

    @Override
    public CompletableFuture<Void> unexpose(String topic) {
        return order("service " + topic, broker -> broker.unexpose(topic));
    }

    @Override
    public CompletableFuture<Void> reactive() {
        return order("delivery", AsyncComponent::reactive);
    }

    @Override
    public CompletableFuture<Void> unreactive() {
        return order("delivery", AsyncComponent::unreactive);
    }

    @Override
    public CompletableFuture<Void> serve(Object service) {
        return order(new PoolMember.Served(service), broker -> broker.serve(service));
    }

    /** Done when those have it that are connected; the others get it when they are back. With none connected it waits for any. */
    private CompletableFuture<Void> order(Object about, PoolMember.Order order) {
        return pool.waitingRoom().begin(entry(About.whole(about.toString()), 0), left -> orderNow(about, order));
    }

    private CompletableFuture<Void> orderNow(Object about, PoolMember.Order order) {
        boolean isAnyConnected = pool.isConnected();
        List<PoolMember> now = pool.members().stream()
                .filter(member -> member.isConnected() || !isAnyConnected && member == pool.first())
                .toList();
        List<CompletableFuture<Void>> told = now.stream()
                .map(member -> member.tell(about, order, at(member)))
                .toList();
        pool.members().stream().filter(member -> !now.contains(member)).forEach(member -> member.miss(about, order));
        return all(told);
    }

    private static CompletableFuture<Void> all(List<CompletableFuture<Void>> futures) {
        return futures.size() == 1
                ? futures.getFirst()
                : CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(cause(failure)));
    }

    // -- the end --

    @Override
    public CompletableFuture<Void> forever() {
        return all(pool.members().stream().map(member -> at(member).forever()).toList());
    }

    @Override
    public CompletableFuture<Void> close() {
        return all(pool.members().stream().map(member -> at(member).close()).toList());
    }
}
