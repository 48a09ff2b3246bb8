package org.rembus.broker.journal.log.view;

/** How much of the log a view has, on disk. */
public interface ViewExtent {
    /** That of a view that is not there. */
    ViewExtent NOTHING = new ViewExtent() {
        @Override
        public long flushedThrough() {
            return 0;
        }

        @Override
        public boolean hasIndex(long firstSequence) {
            return false;
        }
    };

    /** The view holds, on disk, all that the log says through this sequence: the log is replayed into it from the next. */
    long flushedThrough();

    /** Whether it has the index of the segment that begins with this sequence. */
    boolean hasIndex(long firstSequence);
}
