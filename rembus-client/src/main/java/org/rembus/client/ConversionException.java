package org.rembus.client;

import org.jspecify.annotations.Nullable;

/** A value that came does not fit the type it was asked as. The message says which value and, in a structure, where. */
public final class ConversionException extends RembusException {
    private static final long serialVersionUID = 1L;

    /** Whose argument it is, when it is one: tells a caller's bad argument from a handler's own trouble. */
    private final transient @Nullable Object source;

    ConversionException(Details details, @Nullable Object source) {
        super(details);
        this.source = source;
    }

    @Nullable
    Object source() {
        return source;
    }

    boolean isArgumentOf(Object request) {
        return source == request;
    }
}
