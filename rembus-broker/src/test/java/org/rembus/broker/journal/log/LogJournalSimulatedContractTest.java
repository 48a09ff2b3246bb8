package org.rembus.broker.journal.log;

import java.io.IOException;
import java.util.SplittableRandom;
import org.rembus.broker.journal.JournalContract;
import org.rembus.broker.testing.SimulatedDisk;

/** From the files of a simulated disk: nothing is kept in memory. */
final class LogJournalSimulatedContractTest extends JournalContract {
    @Override
    protected Subject open() throws IOException {
        return new LogSubject(new SimulatedDisk(new SplittableRandom(5)), LogHarness.SMALL);
    }
}
