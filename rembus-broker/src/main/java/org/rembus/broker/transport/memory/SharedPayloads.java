package org.rembus.broker.transport.memory;

import java.util.IdentityHashMap;
import org.rembus.broker.transport.translation.LongText;

/**
 * Large payloads that wait in any number of outputs, so that each is counted once. Used on the loop.
 *
 * <p>A message to a hundred subscribers is one array, whoever waits for it.
 */
public final class SharedPayloads {
    private final BufferBudget budget;
    private final IdentityHashMap<Object, Integer> holders = new IdentityHashMap<>();

    public SharedPayloads(BufferBudget budget) {
        this.budget = budget;
    }

    /** One more output holds this array; false when it is a new one and the budget has no room for it. */
    public boolean hold(byte[] payload, Draw draw) {
        return hold(payload, payload.length, draw);
    }

    /** As {@link #hold(byte[], Draw)}, for a text that is still to be made. */
    public boolean hold(LongText text, Draw draw) {
        return hold(text.source(), text.likelyBytes(), draw);
    }

    private boolean hold(Object what, int bytes, Draw draw) {
        if (!holders.containsKey(what) && !draw.take(budget, bytes)) {
            return false;
        }
        holders.merge(what, 1, Integer::sum);
        return true;
    }

    /** One output less holds this array. */
    public void release(byte[] payload) {
        release(payload, payload.length);
    }

    /** One output less waits for this text. */
    public void release(LongText text) {
        release(text.source(), text.likelyBytes());
    }

    private void release(Object what, int bytes) {
        if (holders.computeIfPresent(what, (key, count) -> count == 1 ? null : count - 1) == null) {
            budget.giveBack(bytes);
        }
    }
}
