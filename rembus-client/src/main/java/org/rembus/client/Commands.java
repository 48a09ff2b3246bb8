package org.rembus.client;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.rembus.client.handlers.Server;
import org.rembus.client.handlers.Subscriber;
import org.rembus.client.order.Steps;
import org.rembus.client.order.Turns;
import org.rembus.client.session.Bound;
import org.rembus.client.session.Command;
import org.rembus.client.session.Completion;
import org.rembus.client.session.Failure;
import org.rembus.client.session.Operation;
import org.rembus.client.tasks.MessageTask;
import org.rembus.client.tasks.RequestTask;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;

/**
 * What an application wants of the broker for good: subscriptions, services, delivery. A handler is in place before the
 * broker is asked, so that nothing comes too early for it, and goes again when the broker refuses. Commands on one topic
 * take turns, so that none undoes what another did meanwhile.
 *
 * <p>Used on the event loop only.
 */
final class Commands {
    private static final Thing DELIVERY = new Thing(Kind.DELIVERY, "");

    private final Engine engine;
    private final Turns turns = new Turns();
    private Reactivity reactivity = Reactivity.BY_ITSELF;

    Commands(Engine engine) {
        this.engine = engine;
    }

    /** Who decides whether the broker delivers. */
    private enum Reactivity {
        /** The first subscribe does. */
        BY_ITSELF,
        /** The application has, one way or the other. */
        DECIDED
    }

    void subscribe(Subscription subscription, MessageHandler handler, Completion completion) {
        Steps.run(List.of(step -> subscribeOnly(subscription, handler, step), this::reactiveByItself), completion);
    }

    /** What commands are about. */
    private record Thing(Kind kind, String topic) {}

    private enum Kind {
        SUBSCRIPTION,
        SERVICE,
        /** Of everything. */
        DELIVERY
    }

    private void subscribeOnly(Subscription subscription, MessageHandler handler, Completion completion) {
        Thing thing = new Thing(Kind.SUBSCRIPTION, subscription.topic());
        turns.take(thing, turn -> subscribeNow(subscription, handler, turn), completion);
    }

    private void subscribeNow(Subscription subscription, MessageHandler handler, Completion completion) {
        String topic = subscription.topic();
        Bound bound = bound(subscription.from());
        Subscriber.Settings settings = new Subscriber.Settings(
                subscription.retries(),
                subscription.retryPause().toNanos(),
                subscription.queueMessages(),
                subscription.execution() == Execution.NON_BLOCKING);
        MessageTask task = Tasks.of(subscription, handler);
        Subscriber before = engine.dispatcher().subscribe(topic, settings, task);
        send(
                Command.subscribe(topic, bound),
                () -> engine.session().interest().onSubscribed(topic, bound),
                () -> engine.dispatcher().resubscribe(topic, before),
                completion);
    }

    void unsubscribe(String topic, Completion completion) {
        turns.take(new Thing(Kind.SUBSCRIPTION, topic), turn -> unsubscribeNow(topic, turn), completion);
    }

    private void unsubscribeNow(String topic, Completion completion) {
        send(
                Command.unsubscribe(topic),
                () -> {
                    engine.session().interest().onUnsubscribed(topic);
                    engine.dispatcher().resubscribe(topic, null);
                },
                () -> {},
                completion);
    }

    void expose(Service service, RequestHandler handler, Completion completion) {
        Thing thing = new Thing(Kind.SERVICE, service.topic());
        turns.take(thing, turn -> exposeNow(service, handler, turn), completion);
    }

    private void exposeNow(Service service, RequestHandler handler, Completion completion) {
        String topic = service.topic();
        RequestTask task = Tasks.of(handler);
        Server.Settings settings =
                new Server.Settings(service.maxConcurrent(), service.execution() == Execution.NON_BLOCKING);
        Server before = engine.dispatcher().expose(topic, settings, task);
        send(
                Command.expose(topic),
                () -> engine.session().interest().onExposed(topic),
                () -> engine.dispatcher().reexpose(topic, before),
                completion);
    }

    void unexpose(String topic, Completion completion) {
        turns.take(new Thing(Kind.SERVICE, topic), turn -> unexposeNow(topic, turn), completion);
    }

    private void unexposeNow(String topic, Completion completion) {
        send(
                Command.unexpose(topic),
                () -> {
                    engine.session().interest().onUnexposed(topic);
                    engine.dispatcher().reexpose(topic, null);
                },
                () -> {},
                completion);
    }

    void reactive(Completion completion) {
        reactivity = Reactivity.DECIDED;
        turns.take(DELIVERY, this::reactiveNow, completion);
    }

    void unreactive(Completion completion) {
        reactivity = Reactivity.DECIDED;
        turns.take(
                DELIVERY,
                turn -> send(
                        Command.unreactive(), () -> engine.session().interest().onReactive(false), () -> {}, turn),
                completion);
    }

    private void reactiveNow(Completion completion) {
        send(
                Command.reactive(),
                () -> {
                    engine.session().interest().onReactive(true);
                    reactivity = Reactivity.DECIDED;
                },
                () -> {},
                completion);
    }

    void serve(AnnotatedObject object, Completion completion) {
        List<Consumer<Completion>> steps = new ArrayList<>();
        object.services().forEach((service, handler) -> steps.add(step -> expose(service, handler, step)));
        object.subscriptions()
                .forEach((subscription, handler) -> steps.add(step -> subscribeOnly(subscription, handler, step)));
        if (!object.subscriptions().isEmpty()) {
            steps.add(this::reactiveByItself);
        }
        Steps.run(steps, completion);
    }

    /** Unless that is decided already. When it fails the next subscribe tries again. */
    private void reactiveByItself(Completion completion) {
        turns.take(
                DELIVERY,
                turn -> {
                    if (reactivity == Reactivity.DECIDED) {
                        turn.onSuccess(Payload.NULL);
                    } else {
                        reactiveNow(turn);
                    }
                },
                completion);
    }

    private static Bound bound(From from) {
        return switch (from) {
            case From.Now now -> Bound.NOW;
            case From.LastReceived all -> Bound.LAST_RECEIVED;
            case From.Last last -> new Bound(last.age().toNanos());
        };
    }

    private void send(Command command, Runnable onSuccess, Runnable onFailure, Completion completion) {
        MessageId id = engine.ids().next();
        long timeoutNs = engine.options().requestTimeout().toNanos();
        long deadlineNs = engine.nowNs() + timeoutNs;
        Completion noted = new Completion() {
            @Override
            public void onSuccess(Payload data) {
                onSuccess.run();
                completion.onSuccess(data);
            }

            @Override
            public void onFailure(Failure failure) {
                onFailure.run();
                completion.onFailure(failure);
            }
        };
        engine.session().submit(new Operation.Ask(command.encode(id), null, id, timeoutNs, deadlineNs, true, noted));
    }
}
