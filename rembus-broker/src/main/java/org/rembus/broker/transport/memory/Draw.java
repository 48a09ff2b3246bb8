package org.rembus.broker.transport.memory;

/** How urgently an output needs room. */
public enum Draw {
    /** What may be refused: publishes and requests. */
    SPARE,
    /** The same, for a peer that has something waiting already: who has nothing waiting comes first. */
    AMPLE,
    /** The same, for a peer that has much waiting already: the others shall have room when many are slow. */
    LAVISH,
    /** Answers and acknowledgements: without room the connection is closed. */
    WHOLE,
    /** The few bytes that end a connection. */
    ANYWAY;

    /** Takes all of these bytes, or none. */
    public boolean take(BufferBudget budget, int bytes) {
        return switch (this) {
            case SPARE -> budget.takeSpare(bytes);
            case AMPLE -> budget.takeAmple(bytes);
            case LAVISH -> budget.takeLavish(bytes);
            case WHOLE -> budget.take(bytes);
            case ANYWAY -> {
                budget.takeAnyway(bytes);
                yield true;
            }
        };
    }
}
