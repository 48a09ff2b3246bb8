package org.rembus.broker.journal.log;

import java.time.Duration;
import org.rembus.broker.journal.log.format.SegmentHeader;
import org.rembus.broker.topics.TopicRules;

/**
 * What a log is told once.
 *
 * @param segmentBytes how large a segment's file is; one that has to take a larger entry is as large as that asks for
 * @param batchBytes about how many bytes of records one batch has at most
 * @param commitBytes about how much is written before the disk is asked to keep it, when more is waiting
 * @param maxTopics a segment with more distinct topics gets no more entries
 * @param lazyDelay how long an entry that nobody waits for may wait for others
 * @param lazyBytes how much of such entries may wait
 * @param recentBytes about how much of the newest publishes is kept in memory for readers
 * @param cacheBytes how much of what was read from the files is kept
 * @param maxViewLag how much may wait for the view before the log waits for it
 * @param flushBytes after how much of the log the view is flushed
 * @param flushInterval after which time the view is flushed
 * @param retention what is kept
 * @param retryAfter how long to wait before a second attempt to write again, the first being made at once
 * @param retryAtMost the wait doubles up to this
 */
public record LogOptions(
        int segmentBytes,
        int batchBytes,
        int commitBytes,
        int maxTopics,
        Duration lazyDelay,
        long lazyBytes,
        long recentBytes,
        long cacheBytes,
        long maxViewLag,
        long flushBytes,
        Duration flushInterval,
        Retention retention,
        Duration retryAfter,
        Duration retryAtMost) {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    /** The smallest segment that makes sense: a header and a little. */
    public static final int MIN_SEGMENT_BYTES = 2 * SegmentHeader.BYTES;

    /** What nobody configured. */
    public static final LogOptions DEFAULT = new LogOptions(
            64 * MIB,
            256 * KIB,
            4 * MIB,
            65_536,
            Duration.ofMillis(100),
            MIB,
            32L * MIB,
            32L * MIB,
            64L * MIB,
            64L * MIB,
            Duration.ofSeconds(5),
            Retention.EVERYTHING,
            Duration.ofMillis(100),
            Duration.ofSeconds(10));

    public LogOptions {
        if (segmentBytes < MIN_SEGMENT_BYTES || batchBytes <= 0 || commitBytes <= 0 || maxTopics <= 0) {
            throw new IllegalArgumentException("a log with segments of " + segmentBytes + ", batches of " + batchBytes
                    + ", commits of " + commitBytes + " bytes and " + maxTopics + " topics");
        }
    }

    /**
     * What is kept; the segment that is being written always is.
     *
     * @param maxAge a segment whose newest entry is older goes
     * @param maxBytes when the log is larger, the oldest segments go
     * @param interval how often this is looked at
     * @param byTopic what is kept differently; the log is not larger for it
     */
    public record Retention(Duration maxAge, long maxBytes, Duration interval, TopicRules<Kept> byTopic) {
        /** Nothing goes. */
        public static final Retention EVERYTHING =
                new Retention(Duration.ofNanos(Long.MAX_VALUE), Long.MAX_VALUE, Duration.ofMinutes(1));

        /** All topics are kept alike. */
        public Retention(Duration maxAge, long maxBytes, Duration interval) {
            this(maxAge, maxBytes, interval, TopicRules.none());
        }
    }

    /**
     * What is kept of the topics of one rule.
     *
     * @param maxAge what is older is not
     * @param maxBytes no more is, but for the rest of a segment; {@link Long#MAX_VALUE} for no such bound
     */
    public record Kept(Duration maxAge, long maxBytes) {}

    /** The same with segments of this size. */
    public LogOptions withSegmentBytes(int bytes) {
        return with(bytes, maxTopics, recentBytes, maxViewLag, retention);
    }

    /** The same with so many topics in a segment at most. */
    public LogOptions withMaxTopics(int topics) {
        return with(segmentBytes, topics, recentBytes, maxViewLag, retention);
    }

    /** The same with so much of the newest publishes in memory. */
    public LogOptions withRecentBytes(long bytes) {
        return with(segmentBytes, maxTopics, bytes, maxViewLag, retention);
    }

    /** The same with this bound on what waits for the view. */
    public LogOptions withMaxViewLag(long bytes) {
        return with(segmentBytes, maxTopics, recentBytes, bytes, retention);
    }

    /** The same with another retention. */
    public LogOptions withRetention(Retention kept) {
        return with(segmentBytes, maxTopics, recentBytes, maxViewLag, kept);
    }

    private LogOptions with(int bytes, int topics, long recent, long lag, Retention kept) {
        return new LogOptions(
                bytes,
                batchBytes,
                commitBytes,
                topics,
                lazyDelay,
                lazyBytes,
                recent,
                cacheBytes,
                lag,
                flushBytes,
                flushInterval,
                kept,
                retryAfter,
                retryAtMost);
    }
}
