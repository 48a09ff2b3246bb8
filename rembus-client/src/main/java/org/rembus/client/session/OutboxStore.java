package org.rembus.client.session;

import java.util.List;
import java.util.function.Consumer;

/**
 * Where an outbox keeps its messages.
 *
 * <p>Called on the session's thread, and calls back there: within the call, or later, but always in the order of the calls.
 * One call takes effect after the other. When a call fails, the messages are as if it had not been made.
 */
public interface OutboxStore {
    /** Messages of one page. */
    int PAGE_MESSAGES = 256;

    /** Bytes of one page, unless its first message alone has more. */
    int PAGE_BYTES = 1 << 20;

    /** Comes first. Nothing else is called before it has succeeded. */
    void open(Opening opening);

    /** Keeps a message. Sequences rise from call to call. */
    void add(Kept message, Outcome outcome);

    /** Notes that the broker has acknowledged a message of QoS 2: it is not to be sent again, ever. */
    void acknowledge(Kept message, Outcome outcome);

    /** Forgets a message, acknowledged or not. Nobody waits for that. */
    void remove(long sequence);

    /** Reads the first messages after a sequence that are not acknowledged, in order: one page. */
    void read(long after, Reading reading);

    /** Whether what is kept is there again when another store of the same kind is opened. */
    boolean isLasting();

    /**
     * Carries out what it was told before, then lets go of everything. Comes last, once, whether it was opened or not.
     *
     * @param lost is given each message that will not be there again, in order, before {@code done}
     */
    void close(Consumer<Kept> lost, Runnable done);

    /** Hears how opening ended. */
    interface Opening {
        void onOpened(Contents contents);

        void onFailed(Throwable cause);

        /** The store has failed for good: nothing is kept, noted or read any more. */
        void onBroken(Throwable cause);
    }

    /** Hears what became of a call. */
    interface Outcome {
        /** It is done, and will be remembered if the store {@link #isLasting() lasts}. */
        void onStored();

        void onFailed(Throwable cause);
    }

    /** Is given what was read. */
    interface Reading {
        /** @param page empty when there are no such messages */
        void onPage(List<Kept> page);

        void onFailed(Throwable cause);
    }

    /**
     * What a store has from before.
     *
     * @param lastSequence the highest
     * @param messages how many, the acknowledged ones included
     * @param bytes of all of them
     * @param acknowledged those of QoS 2 that the broker has acknowledged, in order
     */
    record Contents(long lastSequence, int messages, long bytes, List<Kept> acknowledged) {
        /** Nothing. */
        public static final Contents NOTHING = new Contents(0, 0, 0, List.of());

        public Contents {
            acknowledged = List.copyOf(acknowledged);
        }
    }
}
