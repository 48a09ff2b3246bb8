package org.rembus.broker.journal.log.view;

/**
 * Which batches of a sealed segment hold publishes to which topics.
 *
 * @param firstSequence names the segment
 * @param batches how many batches the segment has
 * @param topics each tenant's topic once, in no particular order; for one walk, at the time of the call
 */
public record SegmentIndex(long firstSequence, int batches, Iterable<TopicBatches> topics) {

    /**
     * Where one topic's publishes are.
     *
     * @param offsets where in the file those batches begin, ascending; not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // there are millions of them; nobody compares two
    public record TopicBatches(String tenant, String topic, int[] offsets) {}
}
