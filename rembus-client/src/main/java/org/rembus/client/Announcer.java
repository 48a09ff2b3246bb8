package org.rembus.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.rembus.client.handlers.Reports;
import org.rembus.protocol.BrokerEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what happens, and tells the listener, one event after the other on the executor. A listener that falls far behind
 * misses events; the log does not. May be called by any thread.
 */
final class Announcer implements Reports {
    private static final Logger LOG = LoggerFactory.getLogger(Component.class);
    private static final int MAX_WAITING = 1000;

    private final String name;
    private final ComponentListener listener;
    private final Executor executor;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean isRunning;

    Announcer(String name, ComponentListener listener, Executor executor) {
        this.name = name;
        this.listener = listener;
        this.executor = executor;
    }

    void connected() {
        LOG.debug("{}: connected", name);
        tell(listener::onConnected);
    }

    void reconnected() {
        LOG.info("{}: connected again", name);
        tell(listener::onReconnected);
    }

    void disconnected(NotConnectedException cause) {
        if (cause.reason() == NotConnectedException.Reason.CLOSED) {
            LOG.debug("{}: closed", name);
        } else {
            LOG.warn("{}", cause.getMessage());
        }
        tell(() -> listener.onDisconnected(cause));
    }

    void connectFailed(RembusException cause, Duration pause) {
        LOG.warn("{}; next attempt in {} ms", cause.getMessage(), pause.toMillis());
        tell(() -> listener.onConnectFailed(cause, pause));
    }

    void restoreFailed(String topic, RembusException cause) {
        LOG.warn("{}: {} could not be restored: {}", name, topic, cause.getMessage());
        tell(() -> listener.onRestoreFailed(topic, cause));
    }

    @Override
    public void handlerFailed(String topic, Throwable cause) {
        LOG.warn("{}: the handler of {} failed", name, topic, cause);
        tell(() -> listener.onHandlerFailed(topic, cause));
    }

    @Override
    public void dropped(String topic, long count) {
        LOG.warn("{}: {} messages of {} were dropped", name, count, topic);
        tell(() -> listener.onDropped(topic, count));
    }

    void undelivered(String topic, long count, RembusException cause) {
        LOG.warn("{}: {} messages to {} will not reach the broker: {}", name, count, topic, cause.getMessage());
        tell(() -> listener.onUndelivered(topic, count, cause));
    }

    void unacknowledged(String topic) {
        LOG.warn("{}: a message to {} is not acknowledged on any connection; it stays in the outbox", name, topic);
        tell(() -> listener.onUnacknowledged(topic));
    }

    void outboxFailed(OutboxException cause) {
        LOG.error("{}", cause.getMessage(), cause);
        tell(() -> listener.onOutboxFailed(cause));
    }

    void told(BrokerEvent event) {
        switch (event) {
            case BrokerEvent.Overtaken overtaken -> {
                LOG.warn("{}: up to {} messages of {} are gone", name, overtaken.lost(), overtaken.topic());
                tell(() -> listener.onOvertaken(overtaken.topic(), overtaken.lost()));
            }
            case BrokerEvent.SlowConsumer slow -> {
                LOG.warn("{}: the broker dropped {} messages: {}", name, slow.dropped(), slow.topics());
                tell(() -> listener.onDroppedByBroker(slow.dropped(), slow.topics()));
            }
            case BrokerEvent.Draining draining -> {
                LOG.info("{}: the broker is about to stop", name);
                tell(listener::onDraining);
            }
        }
    }

    private void tell(Runnable event) {
        synchronized (waiting) {
            if (waiting.size() >= MAX_WAITING) {
                return;
            }
            waiting.add(event);
            if (isRunning) {
                return;
            }
            isRunning = true;
        }
        try {
            executor.execute(this::drain);
        } catch (RejectedExecutionException shutDown) {
            take(true);
            LOG.warn("{}: the executor takes no more tasks", name);
        }
    }

    private void drain() {
        for (Runnable next = take(false); next != null; next = take(false)) {
            try {
                next.run();
            } catch (Throwable failure) { // whatever it is: the listener must hear of what comes after it
                LOG.warn("{}: the listener failed", name, failure);
            }
        }
    }

    private @Nullable Runnable take(boolean forget) {
        synchronized (waiting) {
            if (forget) {
                waiting.clear();
            }
            Runnable next = waiting.poll();
            isRunning = next != null;
            return next;
        }
    }
}
