package org.rembus.broker.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tenants are made by whoever connects: what is remembered for all of them is bounded, not what is for each. */
final class ReceiverCacheTest {
    private static final int LIMIT = 10_000;
    private static final String[] NOBODY = {};

    private final CacheBound bound = new CacheBound(LIMIT);

    @Test
    void staysBelowTheBound_manyTopicsOfManyTenants() {
        List<ReceiverCache<String>> tenants = new ArrayList<>();
        for (int tenant = 0; tenant < 100; tenant++) {
            ReceiverCache<String> cache = new ReceiverCache<>(bound);
            tenants.add(cache);
            for (int topic = 0; topic < 100; topic++) {
                cache.put("t" + topic, NOBODY);
                assertThat(bound.used()).isLessThanOrEqualTo(LIMIT);
            }
        }
        assertThat(tenants.getLast().get("t99")).isNotNull();
        assertThat(tenants.stream().filter(cache -> cache.get("t0") != null)).hasSizeLessThanOrEqualTo(1);
        tenants.forEach(ReceiverCache::clear);
        assertThat(bound.used()).isZero();
    }

    @Test
    void leavesTheOthersAlone_subscriptionsOfOneTenantChange() {
        ReceiverCache<String> changing = new ReceiverCache<>(bound);
        ReceiverCache<String> other = new ReceiverCache<>(bound);
        changing.put("a", NOBODY);
        other.put("a", NOBODY);
        changing.clear();
        assertThat(changing.get("a")).isNull();
        assertThat(other.get("a")).isNotNull();
    }

    @Test
    void forgetsOneTopic_itsSubscriptionsChange_andGivesItsRoomBack() {
        ReceiverCache<String> cache = new ReceiverCache<>(bound);
        cache.put("a", new String[] {"alice", "bob"});
        long used = bound.used();
        cache.put("b", new String[] {"carol"});
        cache.forget("b");
        cache.forget("c");
        assertThat(cache.get("a")).isNotNull();
        assertThat(cache.get("b")).isNull();
        assertThat(bound.used()).isEqualTo(used);
        cache.put("a", new String[] {"dave", "erin"});
        assertThat(bound.used()).as("nothing counts twice").isEqualTo(used);
        cache.clear();
        assertThat(bound.used()).isZero();
    }

    @Test
    void forgetsWhatIsBehindOneLevel_itsPatternsChange_andGivesTheRoomBack() {
        ReceiverCache<String> cache = new ReceiverCache<>(bound);
        cache.put("b", NOBODY);
        long used = bound.used();
        for (String topic : new String[] {"a", "a/", "a/b", "a/b/c"}) {
            cache.put(topic, new String[] {"alice"});
        }
        cache.forgetBehind("a");
        for (String topic : new String[] {"a", "a/", "a/b", "a/b/c"}) {
            assertThat(cache.get(topic)).isNull();
        }
        assertThat(cache.get("b")).isNotNull();
        assertThat(bound.used()).isEqualTo(used);
    }

    @Test
    void isNotRemembered_moreReceiversThanTheBoundHolds() {
        ReceiverCache<String> cache = new ReceiverCache<>(bound);
        cache.put("few", NOBODY);
        cache.put("many", new String[LIMIT]);
        assertThat(cache.get("many")).isNull();
        assertThat(cache.get("few")).isNotNull();
    }
}
