package org.rembus.broker;

import org.rembus.broker.settings.Settings;

/** How many connections this process can bear. */
final class Capacity {
    /** An idle one takes 4 KiB, and may hold as much of an unfinished message that is not counted as a buffer. */
    private static final int HEAP_BYTES_PER_CONNECTION = 16 * 1024;

    /** What TLS takes besides: its keys, 10 KiB; a part of a record is counted as a buffer. */
    private static final int HEAP_BYTES_FOR_TLS = 16 * 1024;

    /** Files that a broker may have open besides its connections. */
    private static final int OTHER_FILES = 500;

    private static final int SHARE_OF_TOPICS = 4;
    private static final int SHARE_OF_UNANSWERED = 8;
    private static final int SHARE_OF_REMEMBERED = 3;

    private Capacity() {}

    /** As it is set; else as many as heap and open files are good for. */
    static int maxConnections(BrokerOptions options) {
        Settings settings = options.settings();
        long set = settings.get(Settings.MAX_CONNECTIONS);
        return Math.toIntExact(
                set > 0
                        ? set
                        : defaultFor(
                                Runtime.getRuntime().maxMemory(),
                                options.isEncrypted()
                                        ? HEAP_BYTES_PER_CONNECTION + HEAP_BYTES_FOR_TLS
                                        : HEAP_BYTES_PER_CONNECTION,
                                Platform.maxOpenFiles(),
                                settings.get(Settings.MAX_HANDSHAKES)));
    }

    /** Heap for topics, as it is set; else a part of all there is. */
    static long topicBytes(Settings settings) {
        return shareOfHeap(settings.get(Settings.MEMORY_TOPICS), SHARE_OF_TOPICS);
    }

    /** Heap for what waits for an answer or an ACK2, as it is set; else a part of all there is. */
    static long unansweredBytes(Settings settings) {
        return shareOfHeap(settings.get(Settings.MEMORY_UNANSWERED), SHARE_OF_UNANSWERED);
    }

    /** Heap for what is kept of components that may be away, as it is set; else a part of all there is. */
    static long rememberedBytes(Settings settings) {
        return shareOfHeap(settings.get(Settings.MEMORY_REMEMBERED), SHARE_OF_REMEMBERED);
    }

    private static long shareOfHeap(long set, int share) {
        return set > 0 ? set : Runtime.getRuntime().maxMemory() / share;
    }

    static long defaultFor(long heapBytes, int bytesEach, long files, long handshakes) {
        long byFiles = Math.max(files - handshakes - OTHER_FILES, files / 2);
        return Math.clamp(Math.min(heapBytes / bytesEach, byFiles), 1, Settings.MOST_CONNECTIONS);
    }

    /** Whether there may be more connections than this process may have files open. */
    static boolean exceeds(Settings settings, long files) {
        return settings.get(Settings.MAX_CONNECTIONS) + settings.get(Settings.MAX_HANDSHAKES) + OTHER_FILES > files;
    }
}
