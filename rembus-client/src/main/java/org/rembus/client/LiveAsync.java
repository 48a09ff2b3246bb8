package org.rembus.client;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rembus.client.connection.Bursts;
import org.rembus.client.session.Completion;
import org.rembus.client.session.Operation;
import org.rembus.client.tracing.VerbSpan;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Topic;
import org.rembus.protocol.TraceContext;
import org.rembus.protocol.cbor.MessageEncoder;

/** A component's verbs as futures that complete on a given executor. Messages are encoded by the calling thread. */
sealed class LiveAsync implements AsyncComponent permits LiveServer.Futures {
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
        VerbSpan span = engine.tracing().publish(publish.topic());
        try {
            return publish(publish, span);
        } catch (IllegalArgumentException refused) {
            span.failed(null, refused);
            throw refused;
        }
    }

    private CompletableFuture<Void> publish(Publish publish, VerbSpan span) {
        String topic = publish.topic();
        if (engine.budget().isOverloaded()) {
            return overloaded(topic, span);
        }
        boolean isForTheOutbox = publish.confirmation() == Publish.Confirmation.OUTBOX;
        if (publish.qos() == QoS.AT_MOST_ONCE) {
            if (isForTheOutbox) {
                throw new IllegalArgumentException(topic + ": a publish of QoS 0 is not kept in the outbox");
            }
            return fire(publish, span);
        }
        MessageId id = idFor(publish);
        byte[] message = engine.encoded(withId(publish, id));
        Operation.Until until = isForTheOutbox ? Operation.Until.STORED : Operation.Until.ACKNOWLEDGED;
        Pending<Void> pending = Pending.ofNothing(About.topic(topic), completer, span);
        engine.submit(new Operation.Assured(
                message, engine.beside(message.length, span), id, publish.qos(), until, engine.deadlineNs(), pending));
        return pending.future();
    }

    private static <T> CompletableFuture<T> overloaded(String topic, VerbSpan span) {
        OverloadedException overloaded = Errors.overloaded(About.topic(topic));
        span.failed(null, overloaded);
        return CompletableFuture.failedFuture(overloaded);
    }

    private MessageId idFor(Publish publish) {
        return publish.slot().isPresent()
                ? engine.ids().nextWithSlot(publish.slot().getAsLong())
                : engine.ids().next();
    }

    private static Message.Publish withId(Publish publish, MessageId id) {
        PublishFlags flags = PublishFlags.of(publish.qos(), publish.slot().isPresent());
        return new Message.Publish(flags, id, publish.topic(), publish.data());
    }

    private CompletableFuture<Void> fire(Publish publish, VerbSpan span) {
        byte[] head =
                publish.isPlain() ? publish.plainHead() : MessageEncoder.encodeHead(withId(publish, idFor(publish)));
        int length = engine.checked(head.length + (long) publish.data().length());
        TraceContext trace = engine.beside(length, span);
        if (!engine.isReady()) {
            Pending<Void> pending = Pending.ofNothing(About.topic(publish.topic()), completer, span);
            fireAlone(head, publish.data(), trace, pending);
            return pending.future();
        }
        if (trace == null && length <= Bursts.MAX_MESSAGE_BYTES) {
            engine.fire(head, publish.data());
        } else {
            fireAlone(head, publish.data(), trace, null);
        }
        span.succeeded();
        if (engine.budget().isFull()) {
            return engine.budget().whenRoom().thenRunAsync(() -> {}, completer);
        }
        return CompletableFuture.completedFuture(null);
    }

    private void fireAlone(byte[] head, Payload data, @Nullable TraceContext trace, @Nullable Pending<Void> pending) {
        byte[] message = Arrays.copyOf(head, head.length + data.length());
        data.copyTo(message, head.length);
        engine.submit(new Operation.Fire(message, trace, engine.deadlineNs(), pending));
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
        VerbSpan span = engine.tracing().call(call.topic());
        try {
            return rpc(call, span);
        } catch (IllegalArgumentException refused) {
            span.failed(null, refused);
            throw refused;
        }
    }

    private CompletableFuture<Result> rpc(Call call, VerbSpan span) {
        String topic = call.topic();
        if (engine.budget().isOverloaded()) {
            return overloaded(topic, span);
        }
        MessageId id = engine.ids().next();
        String target = call.target().orElse(null);
        byte[] message = engine.encoded(new Message.Rpc(id, topic, target, call.data()));
        long timeoutNs =
                call.timeout().orElse(engine.options().requestTimeout()).toNanos();
        Pending<Result> pending = new Pending<>(About.topic(topic), data -> new Result(topic, data), completer, span);
        TraceContext trace = engine.beside(message.length, span);
        engine.submit(new Operation.Ask(message, trace, id, timeoutNs, engine.nowNs() + timeoutNs, false, pending));
        return pending.future();
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
        Pending<Void> pending = Pending.ofNothing(about, completer, VerbSpan.NONE);
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
