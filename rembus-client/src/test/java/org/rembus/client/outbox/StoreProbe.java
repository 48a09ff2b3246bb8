package org.rembus.client.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.rembus.client.session.Kept;
import org.rembus.client.session.OutboxStore;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;
import org.rembus.protocol.cbor.MessageEncoder;

/** Calls a store and waits for what it calls back: the test's thread is that of the session. */
final class StoreProbe {
    static final OutboxStore.Outcome IGNORED = outcome(() -> {}, cause -> {
        throw new AssertionError(cause);
    });

    private static final long PATIENCE_S = 20;

    private final BlockingQueue<Runnable> callbacks = new LinkedBlockingQueue<>();
    private final OutboxStore store;
    private final List<Throwable> broken = new ArrayList<>();

    /** @param maker makes a store that calls back through this executor */
    StoreProbe(Function<Executor, OutboxStore> maker) {
        this.store = maker.apply(callbacks::add);
    }

    OutboxStore store() {
        return store;
    }

    /** What the store said when it failed for good. */
    List<Throwable> broken() {
        return broken;
    }

    OutboxStore.Contents open() {
        CompletableFuture<OutboxStore.Contents> opened = new CompletableFuture<>();
        store.open(new OutboxStore.Opening() {
            @Override
            public void onOpened(OutboxStore.Contents contents) {
                opened.complete(contents);
            }

            @Override
            public void onFailed(Throwable cause) {
                opened.completeExceptionally(cause);
            }

            @Override
            public void onBroken(Throwable cause) {
                broken.add(cause);
            }
        });
        return await(opened);
    }

    void add(Kept message) {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        store.add(message, outcome(() -> stored.complete(null), stored::completeExceptionally));
        await(stored);
    }

    void acknowledge(Kept message) {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        store.acknowledge(message, outcome(() -> stored.complete(null), stored::completeExceptionally));
        await(stored);
    }

    List<Kept> read(long after) {
        CompletableFuture<List<Kept>> read = new CompletableFuture<>();
        store.read(after, new OutboxStore.Reading() {
            @Override
            public void onPage(List<Kept> page) {
                read.complete(page);
            }

            @Override
            public void onFailed(Throwable cause) {
                read.completeExceptionally(cause);
            }
        });
        return await(read);
    }

    /** What was lost with it. */
    List<Kept> close() {
        List<Kept> lost = new ArrayList<>();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        store.close(lost::add, () -> closed.complete(null));
        await(closed);
        return lost;
    }

    /** Runs what is called back until this is so. */
    void runUntil(BooleanSupplier condition) {
        try {
            while (!condition.getAsBoolean()) {
                Runnable callback = callbacks.poll(PATIENCE_S, TimeUnit.SECONDS);
                if (callback == null) {
                    throw new AssertionError("nothing was called back within " + PATIENCE_S + " s");
                }
                callback.run();
            }
        } catch (InterruptedException interruption) {
            throw new AssertionError(interruption);
        }
    }

    private <T> T await(CompletableFuture<T> future) {
        runUntil(future::isDone);
        return future.join();
    }

    static OutboxStore.Outcome reporting(String what, List<String> reports) {
        return outcome(() -> reports.add(what), cause -> reports.add(what + " failed"));
    }

    static OutboxStore.Outcome outcome(Runnable stored, Consumer<Throwable> failed) {
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

    static OutboxStore.Reading reading(Consumer<List<Kept>> reader) {
        return new OutboxStore.Reading() {
            @Override
            public void onPage(List<Kept> page) {
                reader.accept(page);
            }

            @Override
            public void onFailed(Throwable cause) {
                throw new AssertionError(cause);
            }
        };
    }

    static List<Kept> messages(long first, int count, QoS qos) {
        List<Kept> messages = new ArrayList<>();
        for (long sequence = first; sequence < first + count; sequence++) {
            messages.add(message(sequence, qos, 20));
        }
        return messages;
    }

    static Kept message(long sequence, QoS qos, int bytes) {
        MessageId id = MessageId.of(1000 + sequence, MessageId.GEN2_LENGTH);
        byte[] message = MessageEncoder.encode(new Message.Publish(
                PublishFlags.of(qos, false), id, "topic", Payload.ofArguments(sequence, new byte[bytes])));
        return new Kept(sequence, id, qos, message, null);
    }
}
