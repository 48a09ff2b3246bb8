package org.rembus.interop;

/** A broker that components of any kind can meet at. */
interface RunningBroker extends AutoCloseable, Fixtures.Witness {
    /** The address of a component of this name; of an anonymous one when the name is empty. */
    String url(String name);

    /** Its port on the loopback address. */
    int port();

    @Override
    void close();
}
