package org.rembus.client.session;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Payload;

/** Remembers how an operation ended. */
final class RecordedCompletion implements Completion {
    @Nullable
    Payload data;

    @Nullable
    Failure failure;

    boolean isAbandoned;

    @Override
    public void onSuccess(Payload result) {
        expectOpen();
        data = result;
    }

    @Override
    public void onFailure(Failure cause) {
        expectOpen();
        failure = cause;
    }

    @Override
    public boolean isAbandoned() {
        return isAbandoned;
    }

    boolean isOpen() {
        return data == null && failure == null;
    }

    boolean isSuccess() {
        return data != null;
    }

    Failure failure() {
        return Objects.requireNonNull(failure, "it did not fail");
    }

    private void expectOpen() {
        if (!isOpen()) {
            throw new AssertionError("completed twice");
        }
    }
}
