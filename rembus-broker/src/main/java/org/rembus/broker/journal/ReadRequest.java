package org.rembus.broker.journal;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Topic;

/**
 * Which publishes to read.
 *
 * @param filter the topic or pattern to read, null for every topic
 * @param from the first sequence that is wanted
 * @param maxRecords how many records one page may have
 * @param maxBytes about how much one page may weigh; a single record may weigh more
 */
public record ReadRequest(String tenant, @Nullable Topic filter, long from, int maxRecords, int maxBytes) {

    /** Whether a publish is of this tenant and to such a topic. */
    public boolean wants(PublishRecord publish) {
        return publish.tenant().equals(tenant) && (filter == null || filter.matches(publish.topic()));
    }
}
