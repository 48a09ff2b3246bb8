package org.rembus.broker.routing;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.routing.options.NameRules;
import org.rembus.broker.routing.options.Policy;
import org.rembus.broker.routing.room.RememberedRoom;
import org.rembus.broker.topics.CacheBound;
import org.rembus.broker.topics.Topics;
import org.rembus.protocol.Rid;
import org.rembus.protocol.Topic;

/** The topics and services of each tenant, kept apart. A tenant without any takes no room. */
final class Tenants {
    /** Room for about a hundred thousand topics. */
    private static final long MAX_CACHED_BYTES = 16L * 1024 * 1024;

    private static final Subscription[] NOBODY = {};

    private final Map<String, Topics<Subscription>> topics = new HashMap<>();
    private final Map<String, Services> services = new HashMap<>();
    private final CacheBound cacheBound = new CacheBound(MAX_CACHED_BYTES);
    private final Topics<Subscription> defaultTopics;
    private final Services defaultServices;
    private final Policy policy;
    private final NameRules rules;
    private final RememberedRoom remembered;

    /** @param remembered for the services of named components */
    Tenants(Policy policy, NameRules rules, RememberedRoom remembered) {
        this.policy = policy;
        this.rules = rules;
        this.remembered = remembered;
        this.defaultTopics = newTopics();
        this.defaultServices = new Services(policy);
    }

    private Topics<Subscription> newTopics() {
        return new Topics<>(Subscription[]::new, cacheBound);
    }

    private @Nullable Topics<Subscription> topicsOf(String tenant) {
        return tenant.equals(Rid.DEFAULT_TENANT) ? defaultTopics : topics.get(tenant);
    }

    private @Nullable Services services(String tenant) {
        return tenant.equals(Rid.DEFAULT_TENANT) ? defaultServices : services.get(tenant);
    }

    void add(Subscription subscription) {
        Pool pool = subscription.twin().pool();
        if (pool == null) {
            register(subscription);
            return;
        }
        Share share = pool.shareOf(subscription);
        share.add(subscription);
        subscription.setShare(share);
        if (share.first() == subscription) {
            register(subscription);
        }
    }

    void remove(Subscription subscription) {
        Pool pool = subscription.twin().pool();
        Share share = subscription.share();
        if (pool == null || share == null) {
            unregister(subscription);
            return;
        }
        boolean stoodForAll = share.first() == subscription;
        share.remove(subscription);
        subscription.setShare(null);
        Subscription next = share.first();
        if (next == null) {
            pool.forgetShareOf(subscription);
        }
        if (stoodForAll) {
            unregister(subscription);
            if (next != null) {
                register(next);
            }
        }
    }

    private void register(Subscription subscription) {
        String tenant = subscription.twin().tenant();
        Topics<Subscription> its = topicsOf(tenant);
        if (its == null) {
            its = newTopics();
            topics.put(tenant, its);
        }
        its.add(subscription);
    }

    private void unregister(Subscription subscription) {
        String tenant = subscription.twin().tenant();
        Topics<Subscription> its = topicsOf(tenant);
        if (its != null) {
            its.remove(subscription);
            if (its.isEmpty()) {
                topics.remove(tenant);
            }
        }
    }

    /**
     * The subscriptions that a message to this topic is for; null when nobody may publish to it, because it is no legal
     * topic or a pattern. Not to be changed.
     */
    Subscription @Nullable [] receiversOf(String tenant, String text) {
        Topics<Subscription> its = topicsOf(tenant);
        Subscription[] known = its == null ? null : its.knownReceiversOf(text);
        if (known != null) {
            return known;
        }
        Topic topic = rules.topic(text);
        if (topic == null) {
            return null;
        }
        return its == null ? NOBODY : its.receiversOf(topic);
    }

    /** The topics and patterns that connected components of this tenant are subscribed to. */
    Set<String> subscribed(String tenant) {
        Topics<Subscription> its = topicsOf(tenant);
        return its == null ? Set.of() : its.subscribed();
    }

    /** The component exposes the topic from now on. */
    void expose(Twin twin, String topic) {
        boolean isNew = expose(twin.tenant(), twin.rid().name(), topic, twin.isWelcome() ? twin : null);
        if (isNew && twin.isNamed()) {
            remembered.take(RememberedRoom.bytesOfTopic(topic));
        }
    }

    /** A named component, which is away, exposes the topic. */
    void exposeAway(String tenant, String rid, String topic) {
        if (expose(tenant, rid, topic, null)) {
            remembered.take(RememberedRoom.bytesOfTopic(topic));
        }
    }

    private boolean expose(String tenant, String rid, String topic, @Nullable Twin twin) {
        Services its = services(tenant);
        if (its == null) {
            its = new Services(policy);
            services.put(tenant, its);
        }
        return its.add(topic, rid, twin);
    }

    void unexpose(Twin twin, String topic) {
        Services its = services(twin.tenant());
        if (its != null) {
            if (its.remove(topic, twin.rid().name()) && twin.isNamed()) {
                remembered.giveBack(RememberedRoom.bytesOfTopic(topic));
            }
            if (its.isEmpty()) {
                services.remove(twin.tenant());
            }
        }
    }

    /** The component, which exposes the topic, has come or gone. */
    void setPresence(Twin twin, String topic) {
        Services its = services(twin.tenant());
        if (its != null) {
            its.setPresence(topic, twin.rid().name(), twin.isWelcome() ? twin : null);
        }
    }

    /** The services of a tenant; those of nobody when it has none. */
    Services servicesOf(String tenant) {
        Services its = services(tenant);
        return its == null ? new Services(policy) : its;
    }
}
