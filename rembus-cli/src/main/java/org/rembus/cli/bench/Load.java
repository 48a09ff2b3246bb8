package org.rembus.cli.bench;

import java.time.Duration;

/** Connected components that put load on a broker whenever they are told to. Closing closes them. */
sealed interface Load extends AutoCloseable permits ConnectLoad, DurableLoad, PublishLoad, ReplayLoad, RequestLoad {

    /**
     * Runs until the bounds are reached and what was sent has come, or no more comes. One run at a time.
     *
     * @throws InterruptedException if the thread is interrupted; nothing more is sent then
     */
    Measured run(Bounds bounds) throws InterruptedException;

    /** The bounds of a run that lasts so long and does not count, before one with these. */
    default Bounds warmUp(Duration duration, Bounds bounds) {
        return new Bounds(duration, Long.MAX_VALUE, bounds.perSecond());
    }

    /** How far the run is. For any thread. */
    Progress progress();

    @Override
    void close();
}
