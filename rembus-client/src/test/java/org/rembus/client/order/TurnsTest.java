package org.rembus.client.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rembus.client.session.Completion;
import org.rembus.client.session.Failure;
import org.rembus.protocol.Payload;

final class TurnsTest {
    private final Turns turns = new Turns();
    private final List<String> begun = new ArrayList<>();
    private final List<Completion> open = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();

    @Test
    void operationsOnOneThingWaitForEachOther_whateverBecomesOfThem_inOrder() {
        take("a", "first");
        take("a", "second");
        take("a", "third");
        assertThat(begun).containsExactly("first");

        open.get(0).onFailure(new Failure.Overloaded());
        assertThat(begun).containsExactly("first", "second");
        open.get(1).onSuccess(Payload.NULL);
        open.get(2).onSuccess(Payload.NULL);
        take("a", "fourth");

        assertThat(begun).containsExactly("first", "second", "third", "fourth");
        assertThat(ended).containsExactly("first failed", "second", "third");
    }

    @Test
    void operationsOnDifferentThingsGoOn_oneIsUnderWay_atOnce() {
        take("a", "first");
        take("b", "second");

        assertThat(begun).containsExactly("first", "second");
    }

    @Test
    void operationIsRefused_tooManyWait_atOnce() {
        for (int i = 0; i <= Turns.MAX_WAITING; i++) {
            take("a", "one of many");
        }
        take("a", "too many");

        assertThat(ended).containsExactly("too many failed");
    }

    @Test
    void operationsEndAtOnce_manyWait_oneAfterTheOther() {
        take("a", "first");
        for (int i = 0; i < Turns.MAX_WAITING; i++) {
            turns.take("a", completion -> completion.onFailure(new Failure.Overloaded()), end("many"));
        }

        open.getFirst().onSuccess(Payload.NULL);

        assertThat(ended).hasSize(Turns.MAX_WAITING + 1).endsWith("many failed");
        take("a", "last");
        assertThat(begun).containsExactly("first", "last");
    }

    private void take(String thing, String name) {
        turns.take(
                thing,
                completion -> {
                    begun.add(name);
                    open.add(completion);
                },
                end(name));
    }

    private Completion end(String name) {
        return new Completion() {
            @Override
            public void onSuccess(Payload data) {
                ended.add(name);
            }

            @Override
            public void onFailure(Failure failure) {
                ended.add(name + " failed");
            }
        };
    }
}
