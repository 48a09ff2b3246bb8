package org.rembus.client;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rembus.client.session.Completion;
import org.rembus.client.session.Operation;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Topic;

/** A component's verbs as futures that complete on a given executor. Messages are encoded by the calling thread. */
final class LiveAsync implements AsyncComponent {
    private final Engine engine;
    private final Commands commands;
    private final Executor completer;

    LiveAsync(Engine engine, Commands commands, Executor completer) {
        this.engine = engine;
        this.commands = commands;
        this.completer = completer;
    }

    // -- publishing --

    @Override
    public CompletableFuture<Void> publish(String topic, @Nullable Object @Nullable ... arguments) {
        return publish(Publish.to(topic).with(arguments));
    }

    @Override
    public CompletableFuture<Void> publish(Publish publish) {
        String topic = publish.topic();
        if (engine.budget().isOverloaded()) {
            return CompletableFuture.failedFuture(Errors.overloaded(About.topic(topic)));
        }
        MessageId id = idFor(publish);
        PublishFlags flags = PublishFlags.of(publish.qos(), publish.slot().isPresent());
        byte[] message = engine.encoded(new Message.Publish(flags, id, topic, publish.data()));
        boolean isForTheOutbox = publish.confirmation() == Publish.Confirmation.OUTBOX;
        if (id == null || publish.qos() == QoS.AT_MOST_ONCE) {
            if (isForTheOutbox) {
                throw new IllegalArgumentException(topic + ": a publish of QoS 0 is not kept in the outbox");
            }
            return fire(topic, message);
        }
        Operation.Until until = isForTheOutbox ? Operation.Until.STORED : Operation.Until.ACKNOWLEDGED;
        Pending<Void> pending = Pending.ofNothing(About.topic(topic), completer);
        engine.submit(new Operation.Assured(message, id, publish.qos(), until, deadlineNs(), pending));
        return pending.future();
    }

    private @Nullable MessageId idFor(Publish publish) {
        if (publish.slot().isPresent()) {
            return engine.ids().nextWithSlot(publish.slot().getAsLong());
        }
        return publish.qos() == QoS.AT_MOST_ONCE ? null : engine.ids().next();
    }

    private CompletableFuture<Void> fire(String topic, byte[] message) {
        if (!engine.isReady()) {
            Pending<Void> pending = Pending.ofNothing(About.topic(topic), completer);
            engine.submit(new Operation.Fire(message, deadlineNs(), pending));
            return pending.future();
        }
        engine.submit(new Operation.Fire(message, deadlineNs(), null));
        if (engine.budget().isFull()) {
            return engine.budget().whenRoom().thenRunAsync(() -> {}, completer);
        }
        return CompletableFuture.completedFuture(null);
    }

    // -- calling --

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
        String topic = call.topic();
        if (engine.budget().isOverloaded()) {
            return CompletableFuture.failedFuture(Errors.overloaded(About.topic(topic)));
        }
        MessageId id = engine.ids().next();
        String target = call.target().orElse(null);
        byte[] message = engine.encoded(new Message.Rpc(id, topic, target, call.data()));
        long timeoutNs =
                call.timeout().orElse(engine.options().requestTimeout()).toNanos();
        Pending<Result> pending = new Pending<>(About.topic(topic), data -> new Result(topic, data), completer);
        engine.submit(new Operation.Ask(message, id, timeoutNs, engine.nowNs() + timeoutNs, false, pending));
        return pending.future();
    }

    private long deadlineNs() {
        return engine.nowNs() + engine.options().requestTimeout().toNanos();
    }

    // -- serving --

    @Override
    public CompletableFuture<Void> subscribe(Subscription subscription, MessageHandler handler) {
        return command(About.topic(subscription.topic()), done -> commands.subscribe(subscription, handler, done));
    }

    @Override
    public CompletableFuture<Void> unsubscribe(String topic) {
        String checked = Topic.of(topic).toString();
        return command(About.topic(checked), done -> commands.unsubscribe(checked, done));
    }

    @Override
    public CompletableFuture<Void> expose(Service service, RequestHandler handler) {
        return command(About.topic(service.topic()), done -> commands.expose(service, handler, done));
    }

    @Override
    public CompletableFuture<Void> unexpose(String topic) {
        String checked = Topics.exact(topic).toString();
        return command(About.topic(checked), done -> commands.unexpose(checked, done));
    }

    @Override
    public CompletableFuture<Void> reactive() {
        return command(engine.broker(), commands::reactive);
    }

    @Override
    public CompletableFuture<Void> unreactive() {
        return command(engine.broker(), commands::unreactive);
    }

    @Override
    public CompletableFuture<Void> serve(Object service) {
        AnnotatedObject object = AnnotatedObject.of(Objects.requireNonNull(service, "the object to serve is null"));
        return command(About.whole(service.getClass().getSimpleName()), done -> commands.serve(object, done));
    }

    private CompletableFuture<Void> command(About about, Consumer<Completion> command) {
        Pending<Void> pending = Pending.ofNothing(about, completer);
        engine.run(() -> command.accept(pending));
        return pending.future();
    }

    // -- the end --

    @Override
    public CompletableFuture<Void> forever() {
        return engine.ended().thenRunAsync(() -> {}, completer);
    }

    @Override
    public CompletableFuture<Void> close() {
        return engine.close().thenRunAsync(() -> {}, completer);
    }
}
