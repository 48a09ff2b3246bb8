package org.rembus.broker.routing;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The topics and services of each tenant, kept apart. A tenant without any takes no room. */
final class Tenants {
    private final Map<String, Topics> topics = new HashMap<>();
    private final Map<String, Services> services = new HashMap<>();
    private final Policy policy;

    Tenants(Policy policy) {
        this.policy = policy;
    }

    void add(Subscription subscription) {
        topics.computeIfAbsent(subscription.twin().tenant(), tenant -> new Topics())
                .add(subscription);
    }

    void remove(Subscription subscription) {
        topics.computeIfPresent(subscription.twin().tenant(), (tenant, its) -> {
            its.remove(subscription);
            return its.isEmpty() ? null : its;
        });
    }

    /** See {@link Topics#receiversOf}. */
    Subscription @Nullable [] receiversOf(String tenant, String topic) {
        return topics.computeIfAbsent(tenant, key -> new Topics()).receiversOf(topic);
    }

    Topics topicsOf(String tenant) {
        return topics.computeIfAbsent(tenant, key -> new Topics());
    }

    Services servicesOf(String tenant) {
        return services.computeIfAbsent(tenant, key -> new Services(policy));
    }
}
