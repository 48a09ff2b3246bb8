package org.rembus.broker.journal.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.TwinChange;
import org.rembus.broker.journal.TwinState;
import org.rembus.broker.journal.log.view.View;
import org.rembus.broker.journal.log.view.ViewSource;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Rid;

/**
 * Tells the view, on its own thread, what has become durable, and asks it. Called on the router's thread, where the answers
 * come back to. When the view fails it is told nothing any more until it is opened again: the log has all that it misses.
 */
final class ViewFeed {
    // -- given --
    private final ViewSource source;
    private final Executor executor;
    private final Executor router;
    private final Listener listener;

    // -- the router's thread --
    private List<Numbered> next = new ArrayList<>();
    private long nextWeight;
    private long lag;

    // -- the view's thread --
    private View view;
    private boolean broken;

    /** @param view that of the source, open */
    ViewFeed(ViewSource source, View view, LogThreads threads, Listener listener) {
        this.source = source;
        this.view = view;
        this.executor = threads.view();
        this.router = threads.router();
        this.listener = listener;
    }

    /** Hears of the view, on the router's thread. */
    interface Listener {
        /** Less waits for it than before. */
        void onCaughtUp();

        /** It can no longer be used, for that reason, until it is opened again. Told once each time. */
        void onBroken(String reason);
    }

    /** Tells a view what it has missed. */
    interface CatchUp {
        void tell(View view) throws IOException;
    }

    private record Numbered(long sequence, JournalEntry entry) {}

    private static boolean mayConcern(JournalEntry entry) {
        return switch (entry) {
            case TwinChange change -> true;
            case PublishRecord publish -> publish.qos() == QoS.EXACTLY_ONCE;
        };
    }

    /** Tells a view of an entry, if it has to know. */
    static void tell(View view, long sequence, JournalEntry entry) {
        boolean concerns = mayConcern(entry)
                && !(entry instanceof PublishRecord publish && new Rid(publish.publisher()).isAnonymous());
        if (concerns) {
            view.apply(sequence, entry);
        }
    }

    /** Takes an entry that is durable, to be sent. */
    void add(long sequence, JournalEntry entry) {
        if (mayConcern(entry)) {
            next.add(new Numbered(sequence, entry));
            nextWeight += entry.weight();
        }
    }

    /** Sends what was added. */
    void send() {
        if (next.isEmpty()) {
            return;
        }
        List<Numbered> entries = next;
        long weight = nextWeight;
        next = new ArrayList<>();
        nextWeight = 0;
        lag += weight;
        Runnable caughtUp = () -> {
            lag -= weight;
            listener.onCaughtUp();
        };
        run(open -> entries.forEach(each -> tell(open, each.sequence(), each.entry())), caughtUp, caughtUp);
    }

    /** How much waits to be taken in by the view. */
    long lag() {
        return lag;
    }

    /** Hands over the index of a sealed segment, which is not kept here then: without a view the segment is scanned. */
    void addIndex(Segment sealed, TopicIndex topics) {
        int end = sealed.requireEnd().offset();
        run(open -> open.addIndex(topics.sealed(sealed.firstSequence(), end)), sealed::dropTopics, sealed::dropTopics);
    }

    /** Forgets the indexes of these segments, and flushes. */
    void removeIndexes(List<Segment> segments, long through, Runnable whenDone, Runnable whenFailed) {
        run(
                open -> {
                    segments.forEach(segment -> open.removeIndex(segment.firstSequence()));
                    open.flush(through);
                },
                whenDone,
                whenFailed);
    }

    /** Flushes all that was sent; it was all that matters of the log through this sequence. */
    void flush(long through, LongConsumer whenFlushed) {
        run(open -> open.flush(through), () -> whenFlushed.accept(through), () -> {});
    }

    /** Looks up a twin as of all that was sent. */
    void load(String rid, Consumer<Optional<TwinState>> whenLoaded, Runnable whenFailed) {
        ask(open -> open.load(rid), whenLoaded, whenFailed);
    }

    /** To be asked before anything else happens: its own thread has nothing to do yet. */
    View beforehand() {
        return view;
    }

    /**
     * Opens a view that has failed again.
     *
     * @param catchUp tells the new one, on the view's thread, all that was sent before this
     * @param whenFailed gets the reason; it is as broken as before
     */
    void reopen(CatchUp catchUp, Runnable whenDone, Consumer<String> whenFailed) {
        executor.execute(() -> {
            try {
                view.close();
                view = source.open();
                catchUp.tell(view);
                broken = false;
                router.execute(whenDone);
            } catch (IOException | RuntimeException e) {
                router.execute(() -> whenFailed.accept(String.valueOf(e.getMessage())));
            }
        });
    }

    /**
     * Flushes and closes the view.
     *
     * @param whenDone gets what went wrong, or null, on the view's thread
     */
    void close(long through, Consumer<@Nullable Exception> whenDone) {
        executor.execute(() -> {
            Exception problem = null;
            try (View open = view) {
                if (!broken) {
                    open.flush(through);
                }
            } catch (RuntimeException e) {
                problem = e;
            }
            broken = true;
            whenDone.accept(problem);
        });
    }

    private void run(Consumer<View> task, Runnable whenDone, Runnable whenFailed) {
        ask(
                open -> {
                    task.accept(open);
                    return "";
                },
                done -> whenDone.run(),
                whenFailed);
    }

    /** Asks the view on its thread. The answer comes on the router's. */
    <T> void ask(Function<View, T> question, Consumer<T> whenAnswered, Runnable whenFailed) {
        executor.execute(() -> {
            if (!broken) {
                try {
                    T answer = question.apply(view);
                    router.execute(() -> whenAnswered.accept(answer));
                    return;
                } catch (RuntimeException e) {
                    broken = true;
                    router.execute(() -> listener.onBroken("the view of the log failed: " + e));
                }
            }
            router.execute(whenFailed);
        });
    }
}
