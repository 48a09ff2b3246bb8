package org.rembus.client.connection;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is wrong with that which a broker sends on one connection: logged once for each reason, however often it happens, and no more than so
 * many reasons, which may have numbers in them. Used on the event loop.
 */
final class Complaints {
    static final int MOST_REASONS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);

    private final Set<String> reasons = new HashSet<>();

    /** @param what the broker did, and why it does not do */
    void add(String what) {
        if (reasons.size() < MOST_REASONS && reasons.add(what)) {
            boolean isLast = reasons.size() == MOST_REASONS;
            LOG.warn(
                    "{}; {}",
                    what,
                    isLast ? "no more of this is logged on this connection" : "logged once for this connection");
        }
    }
}
