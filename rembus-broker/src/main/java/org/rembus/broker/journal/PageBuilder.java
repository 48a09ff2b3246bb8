package org.rembus.broker.journal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the publishes of one page, as many as a {@link ReadRequest} lets into it. */
public final class PageBuilder {
    private final int maxRecords;
    private final long maxBytes;
    private final List<Page.Stored> records = new ArrayList<>();
    private long bytes;

    public PageBuilder(ReadRequest request) {
        this.maxRecords = request.maxRecords();
        this.maxBytes = request.maxBytes();
    }

    /** Adds the publish, unless the page has to end before it. */
    public boolean offer(Page.Stored stored) {
        int weight = stored.record().weight();
        if (records.size() == maxRecords || (!records.isEmpty() && bytes + weight > maxBytes)) {
            return false;
        }
        records.add(stored);
        bytes += weight;
        return true;
    }

    /** How many there are. */
    public int size() {
        return records.size();
    }

    /** The page; see there. */
    public Page page(long next, boolean atHead, long removedThrough, @Nullable String damage) {
        return new Page(records, next, atHead, removedThrough, damage);
    }
}
