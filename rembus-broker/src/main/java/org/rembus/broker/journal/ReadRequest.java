package org.rembus.broker.journal;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Topic;

/**
 * Which publishes to read.
 *
 * @param filter the topic or pattern to read, null for every topic
 * @param from the first sequence that is wanted
 * @param maxBytes about how much one page may weigh; at least one record comes, if there is one
 */
public record ReadRequest(String tenant, @Nullable Topic filter, long from, int maxBytes) {}
