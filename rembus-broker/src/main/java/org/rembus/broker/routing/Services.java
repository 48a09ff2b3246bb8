package org.rembus.broker.routing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.routing.options.Policy;

/** Who exposes what, in one tenant: components that are connected and named ones that are away. */
final class Services {
    private final Map<String, Service> services = new HashMap<>();
    private final Policy policy;

    Services(Policy policy) {
        this.policy = policy;
    }

    /** The component of this name exposes the topic; {@code twin} is null while it is away. Whether it did not before. */
    boolean add(String topic, String rid, @Nullable Twin twin) {
        return services.computeIfAbsent(topic, key -> new Service()).exposers.put(rid, new Exposer(twin)) == null;
    }

    /** The component exposes the topic no more; whether it did. */
    boolean remove(String topic, String rid) {
        Service service = services.get(topic);
        if (service == null || service.exposers.remove(rid) == null) {
            return false;
        }
        if (service.exposers.isEmpty()) {
            services.remove(topic);
        }
        return true;
    }

    /** The component of this name has come, or gone (null); its place in the order of exposing stays. */
    void setPresence(String topic, String rid, @Nullable Twin twin) {
        Service service = services.get(topic);
        if (service != null) {
            service.exposers.computeIfPresent(rid, (key, exposer) -> new Exposer(twin));
        }
    }

    /** Whether anybody exposes the topic, connected or away. */
    boolean isExposed(String topic) {
        return services.containsKey(topic);
    }

    /** Whether a component other than this one exposes the topic, connected or away. */
    boolean isExposedByOther(String topic, Twin caller) {
        Service service = services.get(topic);
        return service != null
                && service.exposers.keySet().stream()
                        .anyMatch(rid -> !rid.equals(caller.rid().name()));
    }

    /** The connected exposers but the caller, the one to try first in front. */
    List<Twin> candidates(String topic, Twin caller) {
        Service service = services.get(topic);
        if (service == null) {
            return List.of();
        }
        List<Twin> candidates = new ArrayList<>(service.exposers.size());
        for (Exposer exposer : service.exposers.values()) {
            if (exposer.twin != null && exposer.twin != caller) {
                candidates.add(exposer.twin);
            }
        }
        if (candidates.size() > 1) {
            Collections.rotate(candidates, -policy.first(candidates, service.turn));
            Pool.takeTurn(candidates, policy, service.turn++);
        }
        return candidates;
    }

    boolean isEmpty() {
        return services.isEmpty();
    }

    /** The topics that are exposed. */
    Set<String> exposed() {
        return services.keySet();
    }

    /** The exposers of one topic by rid, in the order of exposing. */
    private static final class Service {
        final Map<String, Exposer> exposers = new LinkedHashMap<>();
        long turn;
    }

    /** @param twin null while the component is away */
    private record Exposer(@Nullable Twin twin) {}
}
