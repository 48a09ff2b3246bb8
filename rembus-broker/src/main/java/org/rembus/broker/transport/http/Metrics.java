package org.rembus.broker.transport.http;

import java.util.Optional;
import java.util.function.Consumer;

/** Where the figures for monitoring come from. */
@FunctionalInterface
public interface Metrics {

    /** Text of this type, in UTF-8. */
    record Page(String contentType, byte[] text) {}

    /**
     * Takes the figures of this moment. Called on the loop.
     *
     * @param accept the types that are wanted, as HTTP has them
     * @param whenWritten called once, on the loop, later; with nothing if they could not be taken
     */
    void write(String accept, Consumer<Optional<Page>> whenWritten);
}
