package org.rembus.broker.topics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who receives the messages to the topics of one tenant that were published to lately. One bound holds for the caches of all
 * tenants together: when it is reached all of them start anew. That costs each topic in use one search, at most once for as many
 * new topics as fill the bound.
 *
 * <p>Topics are kept apart by their first level, in a number of shares: a pattern that begins with a level of its own concerns
 * one share only.
 */
final class ReceiverCache<S> {
    private static final int SHARES = 32;
    private static final int ENTRY_BYTES = 128;
    private static final int REFERENCE_BYTES = 4;

    private final CacheBound bound;
    private final LatestTopic<S[]> latest = new LatestTopic<>();
    private List<@Nullable Share<S>> shares = List.of();

    ReceiverCache(CacheBound bound) {
        this.bound = bound;
    }

    /** What is known of the topics whose first levels have the same number. */
    private static final class Share<S> {
        final Map<String, S[]> receivers = new HashMap<>();
        long bytes;
    }

    /** By what stands before the first slash, without making a text of it. */
    private static int shareOf(String topic) {
        int hash = 0;
        for (int i = 0; i < topic.length() && topic.charAt(i) != '/'; i++) {
            hash = 31 * hash + topic.charAt(i);
        }
        return (hash ^ hash >>> 16) & (SHARES - 1);
    }

    private @Nullable Share<S> known(int number) {
        return shares.isEmpty() ? null : shares.get(number);
    }

    S @Nullable [] get(String topic) {
        S[] receivers = latest.get(topic);
        if (receivers == null) {
            Share<S> share = known(shareOf(topic));
            receivers = share == null ? null : share.receivers.get(topic);
            if (receivers != null) {
                latest.set(topic, receivers);
            }
        }
        return receivers;
    }

    void put(String topic, S[] found) {
        forget(topic);
        long more = bytesOf(topic, found);
        if (bound.take(this, more)) {
            Share<S> share = shareFor(shareOf(topic));
            share.receivers.put(topic, found);
            share.bytes += more;
        }
    }

    private Share<S> shareFor(int number) {
        if (shares.isEmpty()) {
            shares = new ArrayList<>(Collections.nCopies(SHARES, null));
        }
        Share<S> share = shares.get(number);
        if (share == null) {
            share = new Share<>();
            shares.set(number, share);
        }
        return share;
    }

    private static <S> long bytesOf(String topic, S[] found) {
        return ENTRY_BYTES + topic.length() + (long) REFERENCE_BYTES * found.length;
    }

    /** Forgets one topic, because a subscription to it has changed. */
    void forget(String topic) {
        latest.forget();
        Share<S> share = known(shareOf(topic));
        S[] known = share == null ? null : share.receivers.remove(topic);
        if (share != null && known != null) {
            long less = bytesOf(topic, known);
            share.bytes -= less;
            bound.giveBack(less);
        }
    }

    /** Forgets all topics that have this first level, and maybe more, because a pattern that begins with it has changed. */
    void forgetBehind(String firstLevel) {
        latest.forget();
        int number = shareOf(firstLevel);
        Share<S> share = known(number);
        if (share != null) {
            bound.giveBack(share.bytes);
            shares.set(number, null);
        }
    }

    /** Forgets everything, because a pattern for whatever first level has changed. */
    void clear() {
        for (Share<S> share : shares) {
            if (share != null) {
                bound.giveBack(share.bytes);
            }
        }
        drop();
        bound.leave(this);
    }

    /** Not by {@link Map#clear}, which costs what the map could hold. */
    void drop() {
        latest.forget();
        shares = List.of();
    }
}
