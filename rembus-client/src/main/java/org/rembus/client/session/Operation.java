package org.rembus.client.session;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.QoS;

/** Something that the application wants sent. The message is encoded already. */
public sealed interface Operation {

    byte[] message();

    /** When it makes no sense any more to begin, on the session's clock. */
    long deadlineNs();

    /** Ends it without success. */
    void fail(Failure failure);

    /** Whether nobody waits for its outcome any more. */
    boolean isAbandoned();

    /**
     * A message that is not acknowledged: done when sent.
     *
     * @param completion null when nobody waits for it to be sent
     */
    record Fire(byte[] message, long deadlineNs, @Nullable Completion completion) implements Operation {
        void sent() {
            if (completion != null) {
                completion.onSuccess(Payload.NULL);
            }
        }

        @Override
        public void fail(Failure failure) {
            if (completion != null) {
                completion.onFailure(failure);
            }
        }

        @Override
        public boolean isAbandoned() {
            return completion != null && completion.isAbandoned();
        }
    }

    /** A publish of QoS 1 or 2: done when acknowledged. */
    record Assured(byte[] message, MessageId id, QoS qos, long deadlineNs, Completion completion) implements Operation {
        @Override
        public void fail(Failure failure) {
            completion.onFailure(failure);
        }

        @Override
        public boolean isAbandoned() {
            return completion.isAbandoned();
        }
    }

    /**
     * A request: done when answered.
     *
     * @param timeoutNs from the call to {@code deadlineNs}
     * @param repeatable whether doing it twice is the same as doing it once, so that it may be sent again on the next
     *     connection
     */
    record Ask(byte[] message, MessageId id, long timeoutNs, long deadlineNs, boolean repeatable, Completion completion)
            implements Operation {
        @Override
        public void fail(Failure failure) {
            completion.onFailure(failure);
        }

        @Override
        public boolean isAbandoned() {
            return completion.isAbandoned();
        }
    }
}
