package org.rembus.benchmarks.compare;

import java.util.List;

/** A broker that runs, on this machine's loopback and in a folder of its own, with its load generator. Closing ends it. */
interface Rival extends AutoCloseable {
    String name();

    /** Of broker and load generator. */
    String version();

    /** How the broker was started. */
    String command();

    /** What broker and load generator gather before they write it, a sentence. */
    String gathers();

    /** What it takes part in. */
    List<Contestant> contestants();

    @Override
    void close();
}
