package org.rembus.interop;

/** What a Python environment is to hold. */
interface PythonPackages {
    /** What the packages are for, in one word. */
    String label();

    /** Whether the broker {@code brokerd} is among them, which needs more than packages. */
    boolean hasBroker();

    /** Every package, pinned; the text of a pip requirements file. */
    default String lock() {
        return Resource.text("/python/requirements-" + label() + ".txt");
    }
}
