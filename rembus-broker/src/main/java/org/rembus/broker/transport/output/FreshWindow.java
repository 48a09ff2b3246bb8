package org.rembus.broker.transport.output;

/**
 * How much of what newer messages may replace waits at one connection: no more than a quick peer takes in a moment, whatever else
 * waits there. So what a slow peer gets of it is not old before it is written. Used on the loop.
 */
final class FreshWindow {
    private final Backlog backlog;
    private final long maxBytes;
    private long bytes;
    private long endsAt;

    FreshWindow(Backlog backlog, long maxBytes) {
        this.backlog = backlog;
        this.maxBytes = maxBytes;
    }

    /** Whether one more may wait. */
    boolean isOpen() {
        // A text may turn out shorter than it was expected to be.
        if (bytes > 0 && (backlog.takenBytes() >= endsAt || backlog.pendingBytes() == 0)) {
            bytes = 0;
        }
        return bytes < maxBytes;
    }

    /** One of so many bytes has just been accepted. */
    void onAccepted(long more) {
        bytes += more;
        endsAt = backlog.acceptedBytes();
    }
}
