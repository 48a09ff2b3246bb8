package org.rembus.broker.routing;

import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.ReadRequest;
import org.rembus.broker.journal.Since;
import org.rembus.broker.journal.TwinState;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Topic;

/**
 * One twin's interest in one topic or pattern, and how far it has got.
 *
 * <p>While its twin is reactive a subscription is either <em>live</em>, and gets what is dispatched, or <em>behind</em>,
 * and reads the journal until it has caught up. It gets each message one way only: {@link #cursor} is where the reading
 * ends and the live ones begin.
 */
final class Subscription {

    /** Where a subscription gets its messages from. */
    enum Feed {
        /** Nowhere: the twin is away or not reactive. */
        IDLE,
        LIVE,
        BEHIND
    }

    private final Twin twin;
    private final int number;
    private final Topic topic;
    private final boolean everyTopic;
    private final Progress progress;

    // -- as the component asked --
    private Since since;
    private QoS ceiling;

    // -- across connections --
    private long activeThrough;
    private long reportedPosition;

    // -- per activation --
    private Feed feed = Feed.IDLE;
    private int activation;
    private long cursor;
    private long notBeforeNs = Long.MIN_VALUE;
    private long awayAfter;
    private long awayThrough;
    private long directThrough;
    private @Nullable Pending directThroughPending;
    private boolean reading;

    /** A new subscription. */
    Subscription(Twin twin, int number, Topic topic, boolean everyTopic, long position, long activeThrough) {
        this(twin, number, topic, everyTopic, new Progress(position, new TreeSet<>()), activeThrough);
    }

    private Subscription(
            Twin twin, int number, Topic topic, boolean everyTopic, Progress progress, long activeThrough) {
        this.twin = twin;
        this.number = number;
        this.topic = topic;
        this.everyTopic = everyTopic;
        this.progress = progress;
        this.activeThrough = activeThrough;
        this.reportedPosition = progress.position();
        this.since = Since.NOW;
        this.ceiling = QoS.EXACTLY_ONCE;
    }

    /** A subscription as it was remembered. */
    static Subscription remembered(Twin twin, TwinState.SubscriptionState state) {
        SortedSet<Long> above = state.acknowledgedAbove();
        Subscription subscription = new Subscription(
                twin,
                state.number(),
                Topic.of(state.topic()),
                state.everyTopic(),
                new Progress(state.position(), above),
                state.activeThrough());
        subscription.setTerms(state.since(), state.ceiling());
        return subscription;
    }

    void setTerms(Since wanted, QoS highest) {
        since = wanted;
        ceiling = highest;
    }

    Twin twin() {
        return twin;
    }

    int number() {
        return number;
    }

    Topic topic() {
        return topic;
    }

    /** Whether this is the older peers' subscription to all topics. */
    boolean isEveryTopic() {
        return everyTopic;
    }

    /** Whether the subscriber gets the message under its pattern, with the actual topic before the arguments. */
    boolean isPattern() {
        return topic.isPattern() && !everyTopic;
    }

    Since since() {
        return since;
    }

    QoS ceiling() {
        return ceiling;
    }

    Progress progress() {
        return progress;
    }

    Feed feed() {
        return feed;
    }

    boolean isLive() {
        return feed == Feed.LIVE;
    }

    /** Whether QoS 0 messages go straight from the router to it, without a place in the journal's order. */
    boolean takesDirect() {
        return feed == Feed.LIVE && since.isNow();
    }

    /** Tells one activation from the next, so that a page for the one is not given to the other. */
    int activation() {
        return activation;
    }

    /** The first sequence that is not settled by reading. */
    long cursor() {
        return cursor;
    }

    /**
     * Starts delivery (PROTOCOL.md section 9, "Replay").
     *
     * @param here the sequence of the command; what is later is live
     * @param bound one more bound on the replay; null for none
     * @param frontier everything through this sequence has been dispatched
     * @param epochNs the time now
     */
    void activate(long here, @Nullable Since bound, long frontier, long epochNs) {
        activation++;
        reading = false;
        directThroughPending = null;
        Since reach = bound == null ? since : since.atMost(bound);
        notBeforeNs = since.isNow() ? Long.MIN_VALUE : reach.notBefore(epochNs);
        boolean now = since.isNow();
        awayAfter = now ? activeThrough : here;
        awayThrough = here;
        directThrough = now ? here : 0;
        if (bound != null && bound.isNow() || (now && progress.position() >= activeThrough)) {
            progress.skipThrough(here);
        }
        cursor = progress.position() + 1;
        feed = cursor > frontier ? Feed.LIVE : Feed.BEHIND;
    }

    /** Stops delivery; what is in flight may still be acknowledged. */
    void deactivate(long frontier) {
        settle(frontier);
        feed = Feed.IDLE;
        activation++;
    }

    /** Delivery has stopped at this sequence: what follows is published while the component is away. */
    void stoppedAt(long sequence) {
        activeThrough = sequence;
    }

    /**
     * The next message cannot be handed over now: from here on, read the journal.
     *
     * @param from the first sequence that was not dispatched
     * @param last what was appended last; QoS 0 messages up to it were sent already, if they go direct
     */
    void fallBehind(long from, @Nullable Pending last) {
        feed = Feed.BEHIND;
        cursor = from;
        if (since.isNow()) {
            directThroughPending = last;
            directThrough = last == null ? from - 1 : 0;
        }
    }

    /** Reads again from this sequence, if it is further back. */
    void rewind(long from) {
        cursor = feed == Feed.BEHIND ? Math.min(cursor, from) : from;
        feed = Feed.BEHIND;
    }

    /** Has read up to this sequence, exclusively. */
    void readTo(long next) {
        cursor = next;
        if (cursor > awayAfter && cursor <= awayThrough) {
            cursor = awayThrough + 1;
        }
    }

    void caughtUp() {
        feed = Feed.LIVE;
    }

    /** The page to read next. */
    ReadRequest startReading(int maxBytes) {
        reading = true;
        return new ReadRequest(twin.tenant(), everyTopic ? null : topic, cursor, maxBytes);
    }

    void stopReading() {
        reading = false;
    }

    boolean isReading() {
        return reading;
    }

    /** Whether this message, read from the journal, is still to be handed over. */
    boolean wants(long sequence, PublishRecord record) {
        return !progress.hasHandled(sequence)
                && !(sequence > awayAfter && sequence <= awayThrough)
                && record.receivedNs() >= notBeforeNs
                && !(record.qos() == QoS.AT_MOST_ONCE && wasSentDirectly(sequence))
                && !record.publisher().equals(twin.rid().name());
    }

    /** Whether a QoS 0 message that was appended as this one was sent before the subscription fell behind. */
    boolean wasSentDirectly(long sequence) {
        long through = directThroughPending == null ? directThrough : directThroughPending.sequence();
        return sequence <= through;
    }

    /** Moves the position as far as it goes. */
    void settle(long frontier) {
        if (feed != Feed.IDLE) {
            progress.settle(feed == Feed.LIVE ? frontier : cursor - 1);
        }
    }

    /** The position, if it has moved since it was last asked for; else -1. */
    long takeNewPosition() {
        long position = progress.position();
        if (position == reportedPosition) {
            return -1;
        }
        reportedPosition = position;
        return position;
    }
}
