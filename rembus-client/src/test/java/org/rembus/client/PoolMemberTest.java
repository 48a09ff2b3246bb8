package org.rembus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class PoolMemberTest {
    @AutoClose
    private final ScriptedBroker broker = ScriptedBroker.start();

    @AutoClose
    private final LiveComponent component = LiveComponent.of(
            ComponentOptions.builder().address(broker.url() + "/member").build());

    private final PoolMember member = new PoolMember(component, (about, refused) -> {});
    private final List<Object> told = new ArrayList<>();
    private final CompletableFuture<String> done = new CompletableFuture<>();

    /** Whoever waits for it asks at once which broker is the least busy. */
    @Test
    void begin_isNoLongerUnderWay_whenItsFutureCompletes() {
        AtomicInteger seen = new AtomicInteger(-1);
        CompletableFuture<Void> noted =
                member.begin(component.async(), verbs -> done).thenAccept(result -> seen.set(member.underWay()));
        assertThat(member.underWay()).isOne();

        done.complete("result");
        assertThat(noted).isCompleted();
        assertThat(seen).hasValue(0);
    }

    @Test
    void begin_ofWhatFails_failsWithTheSame_andIsNoLongerUnderWay() {
        CompletableFuture<String> counted = member.begin(component.async(), verbs -> done);
        IllegalStateException cause = new IllegalStateException("gone");

        done.completeExceptionally(cause);
        assertThat(counted.exceptionNow()).isSameAs(cause);
        assertThat(member.underWay()).isZero();
    }

    @Test
    void miss_twoObjectsOfOneHash_areBothServedWhenItIsBack() {
        List<Object> objects = twoOfOneHash();
        objects.forEach(object -> member.miss(new PoolMember.Served(object), noting(object)));
        member.miss(new PoolMember.Served(objects.getFirst()), noting(objects.getFirst()));
        member.catchUp();
        assertThat(told).isEmpty();

        component.begin().join();
        member.catchUp();
        assertThat(told).containsExactly(objects.getLast(), objects.getFirst());
    }

    @Test
    void tell_beforeItHasCaughtUp_replacesWhatItMissedOfTheSame_andComesAfterTheRest() {
        member.miss("x", noting("subscribe x"));
        member.miss("y", noting("subscribe y"));
        component.begin().join();

        assertThat(member.tell("x", noting("unsubscribe x"), component.async())).isCompleted();
        member.catchUp();
        assertThat(told).containsExactly("subscribe y", "unsubscribe x");
    }

    @Test
    void tell_ofWhatIsRefusedAtOnce_leavesWhatItMissed() {
        member.miss("x", noting("subscribe x"));

        assertThatThrownBy(() -> member.tell(
                        "x",
                        verbs -> {
                            throw new IllegalArgumentException("no topic");
                        },
                        component.async()))
                .hasMessage("no topic");
        component.begin().join();
        member.catchUp();
        assertThat(told).containsExactly("subscribe x");
    }

    private PoolMember.Order noting(Object what) {
        return verbs -> {
            told.add(what);
            return CompletableFuture.completedFuture(null);
        };
    }

    /** Hashes of identity are 31 bits at most, so that among some ten thousand objects there are two of one. */
    private static List<Object> twoOfOneHash() {
        Map<Integer, Object> byHash = new HashMap<>();
        while (true) {
            Object object = new Object();
            Object other = byHash.put(System.identityHashCode(object), object);
            if (other != null) {
                return List.of(other, object);
            }
        }
    }
}
