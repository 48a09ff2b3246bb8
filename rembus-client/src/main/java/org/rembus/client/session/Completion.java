package org.rembus.client.session;

import org.rembus.protocol.Payload;

/** Is told, exactly once and on the session's thread, what became of an operation. Must not throw or block. */
public interface Completion {

    /** @param data the answer's data, valid for ever; null for operations that have no answer of their own */
    void onSuccess(Payload data);

    void onFailure(Failure failure);

    /** Whether nobody waits for the outcome any more. */
    default boolean isAbandoned() {
        return false;
    }
}
