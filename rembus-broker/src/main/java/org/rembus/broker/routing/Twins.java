package org.rembus.broker.routing;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Rid;

/** The twins of connected components, and the names of all that were ever heard of. */
final class Twins {
    private final Map<String, Twin> present = new HashMap<>();
    private final Set<String> known = new HashSet<>();

    /** The twin of a component that is connected, or was until a moment ago. */
    @Nullable
    Twin present(String rid) {
        return present.get(rid);
    }

    void add(Twin twin) {
        present.put(twin.rid().name(), twin);
        if (twin.isNamed()) {
            known.add(twin.rid().name());
        }
    }

    void remove(Twin twin) {
        present.remove(twin.rid().name(), twin);
    }

    /** A name from before the router started. */
    void addKnown(String rid) {
        known.add(rid);
    }

    /** Whether a component of this name has ever been here. */
    boolean isKnown(String rid) {
        return known.contains(rid);
    }

    /** Whether a component of this name has ever been here, and is of that tenant. */
    boolean isKnownIn(String tenant, String rid) {
        return known.contains(rid) && new Rid(rid).tenant().equals(tenant);
    }
}
