package org.rembus.broker.transport;

import java.io.IOException;

/** The peer broke the rules of what carries its frames. It goes through the pipeline to whoever can log and close. */
public final class PeerFault extends IOException {
    private static final long serialVersionUID = 1L;

    private final Traffic.Count count;

    /**
     * @param count what it is counted as
     * @param what it did, for the log
     */
    public PeerFault(Traffic.Count count, String what) {
        super(what);
        this.count = count;
    }

    public Traffic.Count count() {
        return count;
    }
}
