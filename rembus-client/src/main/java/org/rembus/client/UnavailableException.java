package org.rembus.client;

import org.rembus.protocol.Status;

/**
 * The service (status 43) or the target (46) is known, and not connected now. A service that went away while the call was
 * under way is answered 43 too: whether it did what was asked is then not known.
 */
public final class UnavailableException extends RembusException {
    private static final long serialVersionUID = 1L;

    UnavailableException(Details details) {
        super(details);
    }

    @Override
    public boolean mayRetry() {
        return true;
    }

    @Override
    public boolean outcomeUnknown() {
        return status().filter(Status.METHOD_UNAVAILABLE::equals).isPresent();
    }
}
