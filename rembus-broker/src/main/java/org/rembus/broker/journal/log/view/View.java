package org.rembus.broker.journal.log.view;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.TwinState;
import org.rembus.broker.journal.TwinStore;
import org.rembus.protocol.Topic;

/**
 * What the log says, kept so that it is found quickly: twins, and which batches of a sealed segment hold which topics.
 *
 * <p>Not thread-safe: one thread at a time calls it, and each call may block on the disk. A call that fails throws an
 * unchecked exception; after that the view is only closed.
 */
public interface View extends ViewExtent, AutoCloseable {

    /**
     * Takes in what the log says next. Sequences ascend, with gaps; one at or below what the view has is ignored.
     *
     * @param entry a change of a twin, or a QoS 2 publish of a named component, whose id is held
     */
    void apply(long sequence, JournalEntry entry);

    /** Takes in which batches of a sealed segment hold which topics; one that it has already is ignored. */
    void addIndex(SegmentIndex index);

    /** Forgets the index of a segment that retention removed. */
    void removeIndex(long firstSequence);

    /**
     * The offsets, ascending, of the batches in that segment which hold messages for this tenant and filter.
     *
     * @param filter null for every topic
     * @return empty when it would be cheaper to scan the segment, or its index is not there
     */
    Optional<int[]> find(long firstSequence, String tenant, @Nullable Topic filter);

    /** Looks up a twin as of what was applied last; empty for a name never heard of. */
    Optional<TwinState> load(String rid);

    /**
     * Twins by their names, as of what was applied last, fewer than {@code limit} when there are no more.
     *
     * @param after the name behind which to begin; the empty one for the first
     */
    List<TwinStore.Listed> list(String after, int limit);

    /** Visits each twin, as of what was applied last. */
    void forEach(Consumer<TwinStore.Known> visitor);

    /** Visits what is remembered of each twin, the ids held aside, as of what was applied last. */
    void forEachState(Consumer<TwinState> visitor);

    /**
     * Makes all that was applied survive, and the indexes, together with the sequence.
     *
     * @param through the log has been applied through this sequence: {@link #flushedThrough} from now on. It may be higher
     *     than that of the last entry applied, since most entries are none of the view's business
     */
    void flush(long through);

    /** Releases what it holds; does not flush. */
    @Override
    void close();
}
