package org.rembus.client;

import java.time.Duration;
import java.util.Map;

/** Passes everything on, one event after the other for all that share a target. */
class ForwardingListener implements ComponentListener {
    private final ComponentListener target;

    ForwardingListener(ComponentListener target) {
        this.target = target;
    }

    @Override
    public void onConnected() {
        synchronized (target) {
            target.onConnected();
        }
    }

    @Override
    public void onDisconnected(NotConnectedException cause) {
        synchronized (target) {
            target.onDisconnected(cause);
        }
    }

    @Override
    public void onConnectFailed(RembusException cause, Duration pause) {
        synchronized (target) {
            target.onConnectFailed(cause, pause);
        }
    }

    @Override
    public void onReconnected() {
        synchronized (target) {
            target.onReconnected();
        }
    }

    @Override
    public void onRestoreFailed(String topic, RembusException cause) {
        synchronized (target) {
            target.onRestoreFailed(topic, cause);
        }
    }

    @Override
    public void onHandlerFailed(String topic, Throwable cause) {
        synchronized (target) {
            target.onHandlerFailed(topic, cause);
        }
    }

    @Override
    public void onDropped(String topic, long count) {
        synchronized (target) {
            target.onDropped(topic, count);
        }
    }

    @Override
    public void onUndelivered(String topic, long count, RembusException cause) {
        synchronized (target) {
            target.onUndelivered(topic, count, cause);
        }
    }

    @Override
    public void onUnacknowledged(String topic) {
        synchronized (target) {
            target.onUnacknowledged(topic);
        }
    }

    @Override
    public void onOutboxFailed(OutboxException cause) {
        synchronized (target) {
            target.onOutboxFailed(cause);
        }
    }

    @Override
    public void onOvertaken(String topic, long count) {
        synchronized (target) {
            target.onOvertaken(topic, count);
        }
    }

    @Override
    public void onDroppedByBroker(long count, Map<String, Long> topics) {
        synchronized (target) {
            target.onDroppedByBroker(count, topics);
        }
    }

    @Override
    public void onDraining() {
        synchronized (target) {
            target.onDraining();
        }
    }
}
