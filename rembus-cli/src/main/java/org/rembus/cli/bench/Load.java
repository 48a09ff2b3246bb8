package org.rembus.cli.bench;

/** Connected components that put load on a broker whenever they are told to. Closing closes them. */
public sealed interface Load extends AutoCloseable permits PublishLoad, CallLoad {

    /**
     * Runs until the bounds are reached and what was sent has come, or no more comes. One run at a time.
     *
     * @throws InterruptedException if the thread is interrupted; nothing more is sent then
     */
    Measured run(Bounds bounds) throws InterruptedException;

    /** Deliveries, or answers, of the run so far. For any thread. */
    long received();

    @Override
    void close();
}
