package org.rembus.broker.routing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rembus.broker.routing.options.Policy;
import org.rembus.protocol.Rid;

/**
 * The connections that share one name, {@code ?pool=true} (PROTOCOL.md section 2). Each has a twin of its own, which dies with
 * it like an anonymous one; they share the messages of what they are subscribed to, and the requests.
 */
final class Pool {
    private final Rid rid;
    private final Tenancy tenancy;
    private final Set<Twin> members = new LinkedHashSet<>();
    private final Map<Interest, Share> shares = new HashMap<>();
    private long turn;

    /** What members have in common whose messages they share. */
    private record Interest(String topic, boolean everyTopic) {
        static Interest of(Subscription subscription) {
            return new Interest(subscription.topic().toString(), subscription.isEveryTopic());
        }
    }

    Pool(Rid rid, Tenancy tenancy) {
        this.rid = rid;
        this.tenancy = tenancy;
    }

    Rid rid() {
        return rid;
    }

    Tenancy tenancy() {
        return tenancy;
    }

    /** A connection joins. */
    void add(Twin member) {
        members.add(member);
    }

    void remove(Twin member) {
        members.remove(member);
    }

    int size() {
        return members.size();
    }

    /** The subscriptions of its members like this one. */
    Share shareOf(Subscription subscription) {
        return shares.computeIfAbsent(Interest.of(subscription), interest -> new Share());
    }

    /** Nobody is subscribed like this any more. */
    void forgetShareOf(Subscription subscription) {
        shares.remove(Interest.of(subscription));
    }

    /** All members but the caller, the one to try first in front. */
    List<Twin> candidates(Policy policy, Twin caller) {
        List<Twin> candidates = new ArrayList<>(members);
        candidates.remove(caller);
        if (candidates.size() > 1) {
            Collections.rotate(candidates, -policy.first(candidates, turn));
            takeTurn(candidates, policy, turn);
            turn++;
        }
        return candidates;
    }

    /** Where the policy does not divide the work, the members of a pool take turns if the first choice is one of them. */
    static void takeTurn(List<Twin> candidates, Policy policy, long turn) {
        Pool pool = candidates.getFirst().pool();
        if (pool == null || policy != Policy.FIRST_UP) {
            return;
        }
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            if (candidates.get(i).pool() == pool) {
                places.add(i);
            }
        }
        Collections.swap(candidates, 0, places.get((int) Long.remainderUnsigned(turn, places.size())));
    }

    @Override
    public String toString() {
        return rid.name();
    }
}
