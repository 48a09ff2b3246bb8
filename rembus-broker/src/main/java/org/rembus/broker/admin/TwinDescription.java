package org.rembus.broker.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.Since;
import org.rembus.broker.journal.TwinState;
import org.rembus.broker.journal.TwinState.SubscriptionState;
import org.rembus.broker.journal.TwinStore;

/**
 * A twin in words that travel: maps of texts, numbers and lists, the same whether a running broker tells or its folder is
 * read.
 */
public final class TwinDescription {
    /** How many subscriptions, and services, of one twin are described; how many there are is said beside. */
    public static final int MOST_DESCRIBED = 1_000;

    private TwinDescription() {}

    /**
     * A line of a list.
     *
     * @param head the last sequence of the journal
     */
    public static Map<String, @Nullable Object> summary(TwinStore.Listed twin, long head) {
        Map<String, @Nullable Object> summary = new LinkedHashMap<>();
        summary.put("name", twin.rid());
        summary.put("connected", false);
        summary.put("since", null);
        summary.put("subscriptions", (long) twin.subscriptions());
        summary.put("services", (long) twin.services());
        OptionalLong position = twin.position();
        summary.put("position", position.isPresent() ? position.getAsLong() : null);
        summary.put("behind", Math.max(0, head - twin.replaysAfter().orElse(head)));
        summary.put("held", (long) twin.heldIds());
        return summary;
    }

    private static long behind(SubscriptionState subscription, long head) {
        return Math.max(0, head - subscription.position());
    }

    /**
     * All that there is to say of one.
     *
     * @param subscriptions from {@link #subscription}
     */
    public static Map<String, @Nullable Object> details(
            TwinState twin, int heldIds, long head, List<Map<String, @Nullable Object>> subscriptions) {
        Map<String, @Nullable Object> details = summary(TwinStore.Listed.of(twin, heldIds), head);
        details.put("head", head);
        details.put("acknowledges", twin.acknowledges());
        details.put("subscribed", subscriptions);
        details.put(
                "exposed",
                new ArrayList<>(twin.exposed())
                        .subList(0, Math.min(twin.exposed().size(), MOST_DESCRIBED)));
        return details;
    }

    /**
     * One subscription.
     *
     * @param messages how many messages there are for it after its position; null when they were not counted
     * @param more whether there may be more of them than that
     */
    public static Map<String, @Nullable Object> subscription(
            SubscriptionState subscription, long head, @Nullable Long messages, boolean more) {
        Map<String, @Nullable Object> described = new LinkedHashMap<>();
        described.put("topic", subscription.topic());
        described.put("from", from(subscription.since()));
        described.put("qos", (long) subscription.ceiling().ordinal());
        described.put("position", subscription.position());
        described.put("behind", subscription.since().isNow() ? 0L : behind(subscription, head));
        described.put("messages", messages);
        described.put("more", more);
        described.put("in_flight", 0L);
        described.put("state", "away");
        return described;
    }

    private static Object from(Since since) {
        if (since.isNow()) {
            return "now";
        }
        return since.equals(Since.LAST_RECEIVED) ? "last" : (double) since.windowNs() / TimeUnit.SECONDS.toNanos(1);
    }
}
