package org.rembus.client;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a component keeps its publishes of QoS 1 and 2 until the broker has them:
 * {@code Outbox.inFile(Path.of("/var/lib/meter/outbox")).maxBytes(1L << 30)}. They go out in order, those that were published
 * without a connection when there is one, and again under the same ids on each further connection until they are
 * acknowledged. Immutable.
 *
 * @see Publish.Confirmation
 */
public final class Outbox {
    private static final int MEMORY_MESSAGES = 10_000;
    private static final long MEMORY_BYTES = 64L << 20;
    private static final int FILE_MESSAGES = 100_000;
    private static final long FILE_BYTES = 256L << 20;

    private final Optional<Path> file;
    private final int maxMessages;
    private final long maxBytes;

    private Outbox(Optional<Path> file, int maxMessages, long maxBytes) {
        this.file = file;
        this.maxMessages = ComponentOptions.atLeast(1, maxMessages, "maxMessages");
        this.maxBytes = maxBytes;
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes is less than 1: " + maxBytes);
        }
    }

    /** In memory: what is not acknowledged is gone when the component is closed. At most 10,000 messages and 64 MiB. */
    public static Outbox inMemory() {
        return new Outbox(Optional.empty(), MEMORY_MESSAGES, MEMORY_BYTES);
    }

    /**
     * In a file, so that the next component of the same name sends what this one could not, after a crash too. At most
     * 100,000 messages and 256 MiB. Needs the library {@code org.xerial:sqlite-jdbc}.
     *
     * <p>The file is that of one component, which must have a name, and is used by one at a time. SQLite keeps another beside
     * it, with {@code -journal} behind the name; both belong together. The file does not shrink, but its room is used again.
     *
     * @param file made when it is not there; its folder must be, on a local disk
     */
    public static Outbox inFile(Path file) {
        return new Outbox(Optional.of(file), FILE_MESSAGES, FILE_BYTES);
    }

    /** With room for so many messages; further ones fail with {@link OverloadedException}. */
    public Outbox maxMessages(int other) {
        return new Outbox(file, other, maxBytes);
    }

    /** With room for so many bytes of messages, or one longer message; further ones fail with {@link OverloadedException}. */
    public Outbox maxBytes(long other) {
        return new Outbox(file, maxMessages, other);
    }

    /** The file; empty when it is in memory. */
    public Optional<Path> file() {
        return file;
    }

    /** How many messages it keeps at most. */
    public int maxMessages() {
        return maxMessages;
    }

    /** How many bytes of messages it keeps at most. */
    public long maxBytes() {
        return maxBytes;
    }

    @Override
    public String toString() {
        return "outbox " + file.map(Path::toString).orElse("in memory");
    }
}
