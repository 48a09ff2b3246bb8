package org.rembus.broker.journal.log;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.disk.Disk;
import org.rembus.broker.journal.log.format.TextPool;
import org.rembus.broker.topics.TopicRules;

/**
 * Knows what each segment holds of which class: those that this process has written, from the writing; the older ones are
 * read when somebody asks, one after the other. The router's thread only.
 */
final class SegmentUses {
    private final Disk disk;
    private final KeptClasses classes;
    private final Executor readers;
    private final Executor router;
    private final Listener listener;
    private final Set<Segment> unreadable = new HashSet<>();
    private boolean reading;

    SegmentUses(Disk disk, KeptClasses classes, LogThreads threads, Listener listener) {
        this.disk = disk;
        this.classes = classes;
        this.readers = threads.readers();
        this.router = threads.router();
        this.listener = listener;
    }

    /** Hears of what was read, on the router's thread. */
    interface Listener {
        /** One more is known. */
        void onKnown();

        /** One cannot be read; it counts as holding all that it could. */
        void onDamaged(String what);
    }

    /** What is in this segment; null when that is not known yet: it will be. */
    @Nullable
    SegmentUse of(Segment segment) {
        SegmentUse known = segment.use();
        if (known == null && !reading && !unreadable.contains(segment)) {
            reading = true;
            readers.execute(() -> read(segment));
        }
        return known;
    }

    private void read(Segment segment) {
        try {
            SegmentUse use = walk(segment);
            router.execute(() -> {
                reading = false;
                segment.setUse(use);
                listener.onKnown();
            });
        } catch (IOException e) {
            router.execute(() -> onUnreadable(segment, String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            router.execute(() -> onUnreadable(segment, segment + " cannot be read: " + e));
        }
    }

    private void onUnreadable(Segment segment, String why) {
        reading = false;
        if (!segment.isRemoved()) {
            unreadable.add(segment);
            listener.onDamaged(why);
        }
    }

    private SegmentUse walk(Segment segment) throws IOException {
        SegmentUse use = new SegmentUse(classes.count());
        TopicRules.Lookup<Integer> lookup = classes.lookup();
        TextPool texts = new TextPool();
        try (SegmentWalk walk = new SegmentWalk(disk, segment)) {
            Consumer<PublishRecord> add = publish -> use.add(lookup.of(publish.topic()), publish);
            walk.toEnd(
                    segment.requireEnd(),
                    batch -> batch.forEachEntry(texts, (sequence, entry) -> {
                        if (entry instanceof PublishRecord publish) {
                            add.accept(publish);
                        }
                    }));
        }
        return use;
    }
}
