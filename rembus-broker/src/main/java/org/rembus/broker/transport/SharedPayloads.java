package org.rembus.broker.transport;

import java.util.IdentityHashMap;

/**
 * Large payloads that wait in any number of outputs, so that each is counted once. Used on the loop.
 *
 * <p>A message to a hundred subscribers is one array, whoever waits for it.
 */
final class SharedPayloads {
    private final BufferBudget budget;
    private final IdentityHashMap<byte[], Integer> holders = new IdentityHashMap<>();

    SharedPayloads(BufferBudget budget) {
        this.budget = budget;
    }

    /** One more output holds this array; false when it is a new one and the budget has no room for it. */
    boolean hold(byte[] payload, Draw draw) {
        if (!holders.containsKey(payload) && !draw.take(budget, payload.length)) {
            return false;
        }
        holders.merge(payload, 1, Integer::sum);
        return true;
    }

    /** One output less holds this array. */
    void release(byte[] payload) {
        if (holders.computeIfPresent(payload, (key, count) -> count == 1 ? null : count - 1) == null) {
            budget.giveBack(payload.length);
        }
    }
}
