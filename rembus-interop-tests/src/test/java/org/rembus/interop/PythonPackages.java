package org.rembus.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What a Python environment is to hold. */
interface PythonPackages {
    /** What the packages are for, in one word. */
    String label();

    /** Whether the broker {@code brokerd} is among them, which needs more than packages. */
    boolean hasBroker();

    /** Every package, pinned; the text of a pip requirements file. */
    default String lock() {
        String resource = "/python/requirements-" + label() + ".txt";
        try (InputStream stream = PythonPackages.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
