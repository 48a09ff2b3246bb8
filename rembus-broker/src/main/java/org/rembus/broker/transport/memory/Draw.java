package org.rembus.broker.transport.memory;

/** How urgently an output needs room. */
public enum Draw {
    /** What may be refused: publishes and requests. */
    SPARE {
        @Override
        public boolean take(BufferBudget budget, int bytes) {
            return budget.takeSpare(bytes);
        }
    },
    /** The same, for a peer that has something waiting already: who has nothing waiting comes first. */
    AMPLE {
        @Override
        public boolean take(BufferBudget budget, int bytes) {
            return budget.takeAmple(bytes);
        }
    },
    /** The same, for a peer that has much waiting already: the others shall have room when many are slow. */
    LAVISH {
        @Override
        public boolean take(BufferBudget budget, int bytes) {
            return budget.takeLavish(bytes);
        }
    },
    /** Answers and acknowledgements: without room the connection is closed. */
    WHOLE {
        @Override
        public boolean take(BufferBudget budget, int bytes) {
            return budget.take(bytes);
        }
    },
    /** The few bytes that end a connection. */
    ANYWAY {
        @Override
        public boolean take(BufferBudget budget, int bytes) {
            budget.takeAnyway(bytes);
            return true;
        }
    };

    /** Takes all of these bytes, or none. */
    public abstract boolean take(BufferBudget budget, int bytes);
}
