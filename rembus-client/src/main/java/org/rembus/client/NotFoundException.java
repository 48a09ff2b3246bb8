package org.rembus.client;

/** Nobody has this service (status 42), nobody but the caller itself (44), or there is no such target (45). */
public final class NotFoundException extends RembusException {
    private static final long serialVersionUID = 1L;

    NotFoundException(Details details) {
        super(details);
    }
}
