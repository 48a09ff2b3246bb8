package org.rembus.client.handlers;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rembus.client.session.Inbound;
import org.rembus.client.tasks.MessageTask;
import org.rembus.client.tasks.RequestTask;
import org.rembus.protocol.Message;
import org.rembus.protocol.Status;

/** Finds the handler of each message and call. Used on the event loop only. */
public final class Dispatcher implements Inbound {
    private final Surroundings around;
    private final Losses losses;
    private final Map<String, Subscriber> subscribers = new HashMap<>();
    private final Map<String, Server> servers = new HashMap<>();
    private final Map<String, Server> builtIn = new HashMap<>();
    private final Unclaimed unclaimed;

    /** Who got the last message, and as what: mostly who gets the next one. The text is often the same object, too. */
    private @Nullable Subscriber latest;

    private String latestTopic = "";

    public Dispatcher(Surroundings around) {
        this.around = around;
        this.losses = new Losses(around.reports(), around.timer());
        this.unclaimed = new Unclaimed(around, losses);
    }

    /**
     * Gives a topic's messages to this handler from now on, those first that came before anybody had subscribed.
     *
     * @return whose they were before
     */
    public @Nullable Subscriber subscribe(String topic, Subscriber.Settings settings, MessageTask task) {
        Subscriber subscriber = new Subscriber(topic, settings, task, around, losses);
        latest = null;
        Subscriber before = subscribers.put(topic, subscriber);
        for (Message.Publish message : unclaimed.claim(topic)) {
            subscriber.offer(message);
        }
        return before;
    }

    /** Puts back what {@link #subscribe} gave, or nothing for null. */
    public void resubscribe(String topic, @Nullable Subscriber subscriber) {
        latest = null;
        if (subscriber == null) {
            subscribers.remove(topic);
        } else {
            subscribers.put(topic, subscriber);
        }
    }

    /**
     * Gives calls of a topic to this handler from now on.
     *
     * @return whose they were before
     */
    public @Nullable Server expose(String topic, Server.Settings settings, RequestTask task) {
        return servers.put(topic, new Server(topic, settings, task, around));
    }

    /** Puts back what {@link #expose} gave, or nothing for null. */
    public void reexpose(String topic, @Nullable Server server) {
        if (server == null) {
            servers.remove(topic);
        } else {
            servers.put(topic, server);
        }
    }

    /** Answers these calls when the application does not, without telling the broker (PROTOCOL.md section 7). */
    void buildIn(String topic, RequestTask task) {
        builtIn.put(topic, new Server(topic, new Server.Settings(Integer.MAX_VALUE, true), task, around));
    }

    /** Forgets all messages that wait for a handler, and reports those that were dropped before. */
    public void stop() {
        subscribers.values().forEach(Subscriber::stop);
        unclaimed.clear();
        losses.report();
    }

    @Override
    public boolean onPublish(Message.Publish message) {
        Subscriber subscriber = subscriberOf(message.topic());
        return subscriber == null ? unclaimed.keep(message) : subscriber.offer(message);
    }

    private @Nullable Subscriber subscriberOf(String topic) {
        Subscriber known = latest;
        if (known != null && topic.equals(latestTopic)) {
            return known;
        }
        Subscriber found = subscribers.get(topic);
        latest = found;
        latestTopic = topic;
        return found;
    }

    @Override
    public void onRequest(Message.Rpc request, int connection) {
        String topic = request.topic();
        Server server = servers.getOrDefault(topic, builtIn.get(topic));
        if (server != null) {
            server.onRequest(request, connection);
            return;
        }
        String text = topic + ": method unknown";
        around.outcomes().answer(Message.Response.error(request.id(), Status.METHOD_NOT_FOUND, text), connection);
    }
}
