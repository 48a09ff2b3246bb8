package org.rembus.client.session;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Nack;
import org.rembus.protocol.Payload;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;
import org.rembus.protocol.cbor.MessageEncoder;

/**
 * The publishes of QoS 1 and 2 that the broker does not have yet (PROTOCOL.md section 9), bounded in number and in bytes.
 *
 * <p>Each is put into the store first, and sent, in order, when it is there and a connection is. It leaves the outbox when
 * the broker has it; or when it is refused; or when the caller who waits for the broker is told that it failed: what a
 * caller was told has failed is not sent any more. One that nobody waits for stays as long as it takes. Of QoS 2, the
 * acknowledgement is put into the store before ACK2 goes out, so that a message is never sent again whose id the broker may
 * have forgotten.
 *
 * <p>Of what is in the store only the next messages are held in memory, too: a store may be the larger of the two.
 */
final class Outbox {
    private static final int MAX_CONNECTIONS_IN_VAIN = 3;

    private final Limits limits;
    private final OutboxStore store;
    private final ReadAhead unsent;
    private final SendWindow window;
    private final Owner owner;
    private final LongSupplier clock;
    private final Quota quota;
    private final Map<Long, Caller> callers = new LinkedHashMap<>();
    private final Map<MessageId, Acknowledged> acknowledged = new LinkedHashMap<>();
    private long lastSequence;
    private int storing;
    private boolean isFilling;

    // -- per connection --
    private @Nullable Link link;

    Outbox(Limits limits, OutboxStore store, SendWindow window, LongSupplier clock, Owner owner) {
        this.limits = limits;
        this.quota = new Quota(limits.maxMessages, limits.maxBytes);
        this.store = store;
        this.unsent = new ReadAhead(store, this::fill);
        this.window = window;
        this.clock = clock;
        this.owner = owner;
    }

    /** How much is kept at most; an empty outbox takes one message of any size. */
    record Limits(int maxMessages, long maxBytes) {}

    /** Hears what no caller waits for. */
    interface Owner {
        /** Messages that nobody waits for any more will not reach the broker. */
        void onUndelivered(String topic, long count, Failure why);

        /** The broker did not acknowledge it on several connections. It goes out once on each one to come. */
        void onSetAside(String topic);

        /** The store has failed for good. */
        void onStoreBroken(Throwable cause);

        /** The store has let go of everything. */
        void onStoreClosed();

        /** This connection brings no acknowledgements: another may. */
        void wantsAnotherConnection(String why);
    }

    /** Who waits for a message to be stored, or for the broker to have it. */
    private record Caller(MessageId id, int bytes, Operation.Until until, long deadlineNs, Completion completion) {}

    /** A message of QoS 2 that the broker has acknowledged, and that has not been confirmed. */
    private static final class Acknowledged {
        final long sequence;
        final int bytes;
        boolean isStored;

        Acknowledged(Kept kept, boolean isStored) {
            this.sequence = kept.sequence();
            this.bytes = kept.bytes();
            this.isStored = isStored;
        }
    }

    // -- the store --

    /** Opens the store. */
    void open(Runnable opened, Consumer<Throwable> failed) {
        store.open(new OutboxStore.Opening() {
            @Override
            public void onOpened(OutboxStore.Contents contents) {
                resume(contents);
                opened.run();
            }

            @Override
            public void onFailed(Throwable cause) {
                failed.accept(cause);
            }

            @Override
            public void onBroken(Throwable cause) {
                owner.onStoreBroken(cause);
            }
        });
    }

    private void resume(OutboxStore.Contents contents) {
        quota.add(contents.messages(), contents.bytes());
        lastSequence = contents.lastSequence();
        unsent.resume(lastSequence);
        contents.acknowledged().forEach(kept -> acknowledged.put(kept.id(), new Acknowledged(kept, true)));
    }

    /** Takes a publish, or fails it. */
    void submit(Operation.Assured publish) {
        int more = publish.message().length;
        if (!quota.hasRoom(more)) {
            publish.fail(new Failure.OutboxFull(limits.maxMessages, limits.maxBytes));
            return;
        }
        lastSequence++;
        quota.add(more);
        storing++;
        Kept kept = new Kept(lastSequence, publish.id(), publish.qos(), publish.message(), publish.trace());
        callers.put(
                kept.sequence(),
                new Caller(kept.id(), more, publish.until(), publish.deadlineNs(), publish.completion()));
        store.add(kept, outcome(() -> onStored(kept), cause -> onNotStored(kept, cause)));
    }

    private void onStored(Kept kept) {
        storing--;
        Caller caller = callers.get(kept.sequence());
        if (caller == null || caller.completion.isAbandoned()) {
            withdraw(kept.sequence());
            return;
        }
        if (caller.until == Operation.Until.STORED) {
            callers.remove(kept.sequence());
            caller.completion.onSuccess(Payload.NULL);
        }
        unsent.onStored(kept);
        fill();
    }

    private void onNotStored(Kept kept, Throwable cause) {
        storing--;
        Caller caller = callers.remove(kept.sequence());
        if (caller != null) {
            quota.remove(kept.bytes());
            caller.completion.onFailure(new Failure.NotStored(cause));
        }
    }

    /** What was submitted last. */
    long lastSequence() {
        return lastSequence;
    }

    // -- sending --

    /** There is a connection: what was sent before goes out again, the rest is waiting for {@link #fill}. */
    void onConnected(Link connection) {
        link = connection;
        for (Map.Entry<MessageId, Acknowledged> each : List.copyOf(acknowledged.entrySet())) {
            if (each.getValue().isStored) {
                confirm(each.getKey(), each.getValue(), connection);
            }
        }
        window.sendAllAgain(connection, clock.getAsLong());
    }

    void onDisconnected() {
        link = null;
    }

    /** Sends what there is room for. */
    void fill() {
        fillThrough(Long.MAX_VALUE);
    }

    /** Sends what there is room for, through this sequence. */
    void fillThrough(long last) {
        if (isFilling) {
            return;
        }
        isFilling = true;
        for (Kept next = nextToSend(last); next != null; next = nextToSend(last)) {
            unsent.take();
            Caller caller = callers.get(next.sequence());
            Link connection = link;
            if (caller != null && caller.completion.isAbandoned()) {
                withdraw(next.sequence());
            } else if (connection != null) {
                window.send(next, connection, clock.getAsLong());
            }
        }
        isFilling = false;
    }

    /** The next message, if it may go and has room. Two with one id are never under way at once. */
    private @Nullable Kept nextToSend(long last) {
        Kept next = link == null ? null : unsent.peek();
        boolean mayGo = next != null
                && window.hasRoom(next.bytes())
                && next.sequence() <= last
                && !window.contains(next.id())
                && !acknowledged.containsKey(next.id());
        return mayGo ? next : null;
    }

    /** Sends again what is due, and gives up what has been sent often enough. */
    void resendDue() {
        Link connection = link;
        if (connection == null) {
            return;
        }
        long nowNs = clock.getAsLong();
        for (SendWindow.Sent sent : window.all()) {
            Caller caller = callers.get(sent.kept().sequence());
            if (caller != null && caller.completion.isAbandoned()) {
                withdraw(sent.kept().sequence());
            }
        }
        int inVain = 0;
        for (SendWindow.Sent sent : window.resendDue(connection, nowNs)) {
            inVain += giveUp(sent, nowNs) ? 1 : 0;
        }
        fill();
        if (inVain > 0) {
            owner.wantsAnotherConnection(inVain + " messages were not acknowledged");
        }
    }

    /** @return whether another connection is to be tried for it */
    private boolean giveUp(SendWindow.Sent sent, long nowNs) {
        Kept kept = sent.kept();
        Caller caller = callers.get(kept.sequence());
        if (caller != null) {
            withdraw(kept.sequence());
            caller.completion.onFailure(new Failure.TimedOut(Duration.ofNanos(nowNs - sent.firstSentNs())));
            return false;
        }
        if (sent.connectionInVain() < MAX_CONNECTIONS_IN_VAIN) {
            return true;
        }
        window.setAside(sent);
        owner.onSetAside(kept.topic());
        return false;
    }

    /** When {@link #resendDue} has something to do, or at an earlier time. */
    long nextDueNs() {
        return link == null ? Long.MAX_VALUE : window.nextDueNs();
    }

    // -- what the broker says --

    /** The broker has it. */
    void onAck(MessageId id) {
        SendWindow.Sent sent = window.remove(id);
        if (sent == null) {
            return;
        }
        Kept kept = sent.kept();
        Caller caller = callers.remove(kept.sequence());
        if (kept.qos() == QoS.EXACTLY_ONCE) {
            Acknowledged entry = new Acknowledged(kept, false);
            acknowledged.put(id, entry);
            store.acknowledge(kept, outcome(() -> onAckStored(id, entry), cause -> {}));
        } else {
            discard(kept.sequence(), kept.bytes());
        }
        if (caller != null) {
            caller.completion.onSuccess(Payload.NULL);
        }
        fill();
    }

    private void onAckStored(MessageId id, Acknowledged entry) {
        entry.isStored = true;
        Link connection = link;
        if (connection != null) {
            confirm(id, entry, connection);
            fill();
        }
    }

    private void confirm(MessageId id, Acknowledged entry, Link connection) {
        connection.send(MessageEncoder.encode(new Message.Ack2(id)));
        acknowledged.remove(id);
        discard(entry.sequence, entry.bytes);
    }

    /**
     * The broker answered something.
     *
     * @return whether that was about a publish on the wire
     */
    boolean onResponse(Message.Response response) {
        SendWindow.Sent sent = window.get(response.id());
        if (sent == null) {
            return false;
        }
        if (response.status() != Status.SUCCESS) {
            onRefused(sent, response);
        }
        return true;
    }

    private void onRefused(SendWindow.Sent sent, Message.Response refusal) {
        Kept kept = sent.kept();
        Caller caller = callers.get(kept.sequence());
        if (caller == null && refusal.data().value() instanceof String text && Nack.isPassing(text)) {
            window.onRefused(sent, clock.getAsLong());
            return;
        }
        refuse(sent, new Failure.Answered(refusal.status(), refusal.data().detached()));
        fill();
    }

    /** The broker does not take what was sent and has this length or a greater one. */
    void refuseFrom(int length, Failure why) {
        for (SendWindow.Sent sent : window.all()) {
            if (sent.kept().bytes() >= length) {
                refuse(sent, why);
            }
        }
    }

    private void refuse(SendWindow.Sent sent, Failure why) {
        Kept kept = sent.kept();
        Caller caller = callers.remove(kept.sequence());
        window.remove(kept.id());
        discard(kept.sequence(), kept.bytes());
        if (caller == null) {
            owner.onUndelivered(kept.topic(), 1, why);
        } else {
            caller.completion.onFailure(why);
        }
    }

    private static OutboxStore.Outcome outcome(Runnable stored, Consumer<Throwable> failed) {
        return new OutboxStore.Outcome() {
            @Override
            public void onStored() {
                stored.run();
            }

            @Override
            public void onFailed(Throwable cause) {
                failed.accept(cause);
            }
        };
    }

    // -- giving up --

    /**
     * Fails those who have waited long enough for the broker while there was no connection.
     *
     * @param notBeforeNs until when nobody is failed, whatever the deadline
     * @return when to call next
     */
    long expire(long nowNs, long notBeforeNs, Failure lost, Failure neverSent) {
        if (link != null) {
            return Long.MAX_VALUE;
        }
        Map<Long, Caller> expired = new LinkedHashMap<>();
        long next = Long.MAX_VALUE;
        for (Map.Entry<Long, Caller> each : callers.entrySet()) {
            Caller caller = each.getValue();
            if (caller.until == Operation.Until.STORED) {
                continue;
            }
            long dueNs = Math.max(caller.deadlineNs, notBeforeNs);
            if (dueNs > nowNs && !caller.completion.isAbandoned()) {
                next = dueNs; // and the others are due no earlier, as they came later
                break;
            }
            expired.put(each.getKey(), caller);
        }
        expired.forEach((sequence, caller) -> fail(sequence, caller, lost, neverSent));
        return next;
    }

    /** Fails all who wait for the broker. */
    void failAll(Failure lost, Failure neverSent) {
        for (Map.Entry<Long, Caller> each : List.copyOf(callers.entrySet())) {
            if (each.getValue().until == Operation.Until.ACKNOWLEDGED) {
                fail(each.getKey(), each.getValue(), lost, neverSent);
            }
        }
    }

    private void fail(long sequence, Caller caller, Failure lost, Failure neverSent) {
        SendWindow.Sent sent = window.get(caller.id);
        boolean wasSent = sent != null && sent.kept().sequence() == sequence;
        withdraw(sequence);
        caller.completion.onFailure(wasSent ? lost : neverSent);
    }

    /** Takes out the message of a caller, wherever it is by now. */
    private void withdraw(long sequence) {
        Caller caller = callers.remove(sequence);
        if (caller == null) {
            return;
        }
        SendWindow.Sent sent = window.get(caller.id);
        if (sent != null && sent.kept().sequence() == sequence) {
            window.remove(caller.id);
        } else {
            unsent.forget(sequence, caller.bytes);
        }
        discard(sequence, caller.bytes);
    }

    private void discard(long sequence, int size) {
        quota.remove(size);
        store.remove(sequence);
    }

    // -- the end --

    /** Whether something is on its way into the store. */
    boolean isStoring() {
        return storing > 0;
    }

    /** Whether there is nothing to wait for: no caller, and no message that would be lost. */
    boolean isSettled() {
        boolean isWaitedFor = storing > 0 || !callers.isEmpty() || !acknowledged.isEmpty();
        return !isWaitedFor && (store.isLasting() || window.isEmpty() && unsent.isEmpty());
    }

    /** Closes the store, and says what is lost with it. */
    void close(Failure why) {
        link = null;
        Map<String, Long> lost = new LinkedHashMap<>();
        store.close(kept -> lost.merge(kept.topic(), 1L, Long::sum), () -> {
            lost.forEach((topic, count) -> owner.onUndelivered(topic, count, why));
            owner.onStoreClosed();
        });
    }
}
