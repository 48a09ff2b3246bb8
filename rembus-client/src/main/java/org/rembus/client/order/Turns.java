package org.rembus.client.order;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.rembus.client.session.Completion;
import org.rembus.client.session.Failure;
import org.rembus.protocol.Payload;

/**
 * Lets operations on one thing take turns: each begins when the one before has ended, and so sees what became of it.
 * Operations on different things do not wait for each other. Used on the event loop only.
 */
public final class Turns {
    /** As many as there may be requests under way: all may have to wait for the same thing. */
    static final int MAX_WAITING = 10_000;

    private final Map<Object, Line> lines = new HashMap<>();

    /** Who waits for one thing. */
    private static final class Line {
        final Deque<Runnable> waiting = new ArrayDeque<>();
        boolean isTaken;
        boolean isAdvancing;
    }

    /**
     * Begins the operation in its turn.
     *
     * @param thing with a meaningful {@code equals}
     * @param operation ends what it is given, once
     */
    public void take(Object thing, Consumer<Completion> operation, Completion completion) {
        Line line = lines.computeIfAbsent(thing, any -> new Line());
        if (line.waiting.size() == MAX_WAITING) {
            completion.onFailure(new Failure.Overloaded());
            return;
        }
        line.waiting.add(() -> operation.accept(new Turn(thing, line, completion)));
        advance(thing, line);
    }

    /** In a loop: many operations may end at once, when the component is closed. */
    private void advance(Object thing, Line line) {
        if (line.isAdvancing) {
            return;
        }
        line.isAdvancing = true;
        while (!line.isTaken && !line.waiting.isEmpty()) {
            line.isTaken = true;
            line.waiting.remove().run();
        }
        line.isAdvancing = false;
        if (!line.isTaken) {
            lines.remove(thing);
        }
    }

    private final class Turn implements Completion {
        private final Object thing;
        private final Line line;
        private final Completion completion;

        Turn(Object thing, Line line, Completion completion) {
            this.thing = thing;
            this.line = line;
            this.completion = completion;
        }

        @Override
        public void onSuccess(Payload data) {
            completion.onSuccess(data);
            end();
        }

        @Override
        public void onFailure(Failure failure) {
            completion.onFailure(failure);
            end();
        }

        private void end() {
            line.isTaken = false;
            advance(thing, line);
        }
    }
}
