package org.rembus.client.session;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.QoS;
import org.rembus.protocol.TraceContext;

/** Something that the application wants sent. The message is encoded already. */
public sealed interface Operation {

    byte[] message();

    /** What it is a part of, for a broker that takes that. */
    @Nullable
    TraceContext trace();

    /** When it makes no sense any more to begin, on the session's clock. */
    long deadlineNs();

    /** Who is told how it ends; null when nobody. */
    @Nullable
    Completion completion();

    /** Ends it without success. */
    default void fail(Failure failure) {
        Completion completion = completion();
        if (completion != null) {
            completion.onFailure(failure);
        }
    }

    /** Whether somebody waited for its outcome and does not any more. */
    default boolean isAbandoned() {
        Completion completion = completion();
        return completion != null && completion.isAbandoned();
    }

    /** A message that is not acknowledged: done when sent. */
    record Fire(
            byte[] message,
            @Nullable TraceContext trace,
            long deadlineNs,
            @Nullable Completion completion) implements Operation {
        void sent() {
            if (completion != null) {
                completion.onSuccess(Payload.NULL);
            }
        }
    }

    /** When a publish of QoS 1 or 2 is done. */
    enum Until {
        /** The outbox has stored it; it is the outbox's affair from then on. */
        STORED,
        /** The broker has acknowledged it. */
        ACKNOWLEDGED
    }

    /** A publish of QoS 1 or 2. */
    record Assured(
            byte[] message,
            @Nullable TraceContext trace,
            MessageId id,
            QoS qos,
            Until until,
            long deadlineNs,
            Completion completion)
            implements Operation {}

    /**
     * A request: done when answered.
     *
     * @param timeoutNs from the call to {@code deadlineNs}
     * @param repeatable whether doing it twice is the same as doing it once, so that it may be sent again on the next
     *     connection
     */
    record Ask(
            byte[] message,
            @Nullable TraceContext trace,
            MessageId id,
            long timeoutNs,
            long deadlineNs,
            boolean repeatable,
            Completion completion)
            implements Operation {
        private static final byte[] NOTHING = {};

        /** What is left to remember of a request that will not be sent again. */
        Ask withoutMessage() {
            return new Ask(NOTHING, null, id, timeoutNs, deadlineNs, repeatable, completion);
        }
    }
}
