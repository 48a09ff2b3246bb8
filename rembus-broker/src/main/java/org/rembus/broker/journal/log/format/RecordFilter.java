package org.rembus.broker.journal.log.format;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.ReadRequest;
import org.rembus.protocol.Topic;

/** Tells from a record's first bytes whether a request wants it. For one thread, and one page. */
public final class RecordFilter {
    private final byte[] tenant;
    private final @Nullable Topic filter;
    private final byte @Nullable [] exact;
    private final Map<String, Boolean> matches = new HashMap<>();

    public RecordFilter(ReadRequest request) {
        this.tenant = request.tenant().getBytes(StandardCharsets.UTF_8);
        this.filter = request.filter();
        this.exact =
                filter == null || filter.isPattern() ? null : filter.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @param in at the record's kind */
    public boolean wants(RecordInput in) {
        if (in.getByte() != EntryCodec.PUBLISH || !in.isText(tenant)) {
            return false;
        }
        if (exact != null) {
            return in.isText(exact);
        }
        return filter == null || matches.computeIfAbsent(in.getText(), filter::matches);
    }
}
