package org.rembus.client.order;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.rembus.client.session.Completion;
import org.rembus.client.session.Failure;
import org.rembus.protocol.Payload;

/** Operations one after the other: each begins when the one before succeeded, and the first failure is the whole's. */
public final class Steps implements Completion {
    private final Deque<Consumer<Completion>> left;
    private final Completion whole;

    private Steps(List<Consumer<Completion>> steps, Completion whole) {
        this.left = new ArrayDeque<>(steps);
        this.whole = whole;
    }

    public static void run(List<Consumer<Completion>> steps, Completion whole) {
        new Steps(steps, whole).onSuccess(Payload.NULL);
    }

    @Override
    public void onSuccess(Payload data) {
        Consumer<Completion> next = left.poll();
        if (next == null) {
            whole.onSuccess(data);
        } else {
            next.accept(this);
        }
    }

    @Override
    public void onFailure(Failure failure) {
        whole.onFailure(failure);
    }
}
