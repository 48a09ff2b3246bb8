package org.rembus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PoolMemberTest {
    private final LiveComponent component = LiveComponent.of(
            ComponentOptions.builder().address("ws://127.0.0.1/member").build());
    private final PoolMember member = new PoolMember(component, (about, refused) -> {});
    private final CompletableFuture<String> done = new CompletableFuture<>();

    /** Whoever waits for it asks at once which broker is the least busy. */
    @Test
    void begin_isNoLongerUnderWay_whenItsFutureCompletes() {
        AtomicInteger seen = new AtomicInteger(-1);
        CompletableFuture<Void> told =
                member.begin(component.async(), verbs -> done).thenAccept(result -> seen.set(member.underWay()));
        assertThat(member.underWay()).isOne();

        done.complete("result");
        assertThat(told).isCompleted();
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
        List<Object> served = new ArrayList<>();
        List<Object> objects = twoOfOneHash();
        objects.forEach(object -> miss(object, served));
        miss(objects.getFirst(), served);

        member.catchUp();
        assertThat(served).containsExactly(objects.getLast(), objects.getFirst());
    }

    /** It counts as connected a moment before it is told what it missed. */
    @Test
    void tell_aboutWhatItMissed_isNotTakenBackByThatWhenItCatchesUp() {
        List<String> told = new ArrayList<>();
        member.miss("topic", order("subscribe", told));
        member.miss("other", order("other", told));

        member.tell("topic", order("unsubscribe", told), component.async());
        member.catchUp();
        assertThat(told).containsExactly("unsubscribe", "other");
    }

    @Test
    void tell_ofWhatIsRefusedAtOnce_leavesWhatItMissed() {
        List<String> told = new ArrayList<>();
        member.miss("topic", order("subscribe", told));

        assertThatThrownBy(() -> member.tell(
                        "topic",
                        verbs -> {
                            throw new IllegalArgumentException("no topic");
                        },
                        component.async()))
                .hasMessage("no topic");
        member.catchUp();
        assertThat(told).containsExactly("subscribe");
    }

    private static PoolMember.Order order(String what, List<String> told) {
        return broker -> {
            told.add(what);
            return CompletableFuture.completedFuture(null);
        };
    }

    private void miss(Object object, List<Object> served) {
        member.miss(new PoolMember.Served(object), broker -> {
            served.add(object);
            return CompletableFuture.completedFuture(null);
        });
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
