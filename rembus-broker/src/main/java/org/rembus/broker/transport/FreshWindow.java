package org.rembus.broker.transport;

/**
 * How much of what newer messages may replace is in one output: no more than a quick peer takes in a moment, whatever else
 * waits there. So what a slow peer gets of it is not old before it is written. Used on the loop.
 */
final class FreshWindow {
    private final Output output;
    private final long maxBytes;
    private long bytes;
    private long endsAt;

    FreshWindow(Output output, long maxBytes) {
        this.output = output;
        this.maxBytes = maxBytes;
    }

    /** Whether one more may be put into the output. */
    boolean isOpen() {
        // A text may turn out shorter than it was expected to be.
        if (bytes > 0 && (output.writtenBytes() >= endsAt || output.pendingBytes() == 0)) {
            bytes = 0;
        }
        return bytes < maxBytes;
    }

    /** The output has just accepted one of so many bytes. */
    void onAccepted(long more) {
        bytes += more;
        endsAt = output.acceptedBytes();
    }
}
