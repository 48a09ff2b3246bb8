package org.rembus.broker.routing;

import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.ReadRequest;
import org.rembus.broker.journal.SequenceSet;
import org.rembus.broker.journal.Since;
import org.rembus.broker.journal.TwinState;
import org.rembus.broker.routing.progress.Progress;
import org.rembus.broker.topics.Topics;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Topic;

/**
 * One twin's interest in one topic or pattern, and how far it has got.
 *
 * <p>While its twin is reactive a subscription is either <em>live</em>, and gets what is dispatched, or <em>behind</em>,
 * and reads the journal until it has caught up. It gets each message one way only: {@link #cursor} is where the reading
 * ends and the live ones begin.
 */
final class Subscription implements Topics.Subscribed {

    /** Where a subscription gets its messages from. */
    enum Feed {
        /** Nowhere: the twin is away or not reactive. */
        IDLE,
        LIVE,
        BEHIND,
        /** Nowhere, for good: it has been cancelled. */
        ENDED
    }

    private final Twin twin;
    private final int number;
    private final Topic topic;
    private final Progress progress;

    // -- as the component asked --
    private boolean everyTopic;
    private Since since;
    private QoS ceiling;
    private @Nullable Share share;

    // -- across connections --
    private long activeThrough;
    private long reportedPosition;
    /** Its own sequence, as long as it has not been loaded from where it is remembered. */
    private long madeAt;

    // -- per activation --
    private Feed feed = Feed.IDLE;
    private int activation;
    private long cursor;
    private long notBeforeNs = Long.MIN_VALUE;
    private long owedFrom;
    private Place sentDirectlyThrough = Place.before(0);
    private boolean reading;
    private boolean windowWasFull;

    /** A new subscription, which has no terms yet. */
    Subscription(Twin twin, int number, Topic topic, long position, long activeThrough) {
        this(twin, number, topic, new Progress(position, new SequenceSet()), activeThrough);
        madeAt = activeThrough;
        forgetReportedPosition();
    }

    private Subscription(Twin twin, int number, Topic topic, Progress progress, long activeThrough) {
        this.twin = twin;
        this.number = number;
        this.topic = topic;
        this.progress = progress;
        this.activeThrough = activeThrough;
        this.reportedPosition = progress.position();
        this.since = Since.NOW;
        this.ceiling = QoS.EXACTLY_ONCE;
    }

    /** A subscription as it was remembered. */
    static Subscription remembered(Twin twin, TwinState.SubscriptionState state) {
        Progress progress = new Progress(state.position(), state.doneAbove().copy());
        Subscription subscription =
                new Subscription(twin, state.number(), Topic.of(state.topic()), progress, state.activeThrough());
        subscription.everyTopic = state.everyTopic();
        subscription.setTerms(state.since(), state.ceiling());
        return subscription;
    }

    /** As it is to be remembered. */
    TwinState.SubscriptionState state() {
        return new TwinState.SubscriptionState(
                number,
                topic.toString(),
                everyTopic,
                since,
                ceiling,
                progress.position(),
                progress.doneAbove().copy(),
                activeThrough);
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

    @Override
    public Topic topic() {
        return topic;
    }

    /** Whether this is the older peers' subscription to all topics. */
    @Override
    public boolean isEveryTopic() {
        return everyTopic;
    }

    /** Not while it is among {@link Topics}. */
    void setEveryTopic(boolean every) {
        everyTopic = every;
    }

    /** Whether the subscriber gets the message under its pattern, with the actual topic before the arguments. */
    boolean isPattern() {
        return topic.isPattern() && !everyTopic;
    }

    /** Whether it is for messages to this topic. */
    boolean isFor(String actual) {
        return everyTopic || topic.matches(actual);
    }

    /** Those that it shares its messages with; null for all but members of a {@link Pool}. */
    @Nullable
    Share share() {
        return share;
    }

    void setShare(@Nullable Share others) {
        share = others;
    }

    Since since() {
        return since;
    }

    /** Whether it is to get, later, what it is not there for. */
    boolean isDurable() {
        return twin.isNamed() && !since.isNow();
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

    /** Whether its component is there and wants its messages. */
    boolean isDelivering() {
        return feed == Feed.LIVE || feed == Feed.BEHIND;
    }

    /** Whether a QoS 0 message reaches it by way of the journal only. */
    boolean needsJournal() {
        return isDelivering() && !takesDirect();
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
     * Starts delivery, behind at first (PROTOCOL.md section 9, "Replay").
     *
     * @param here the sequence of the command; what is later is live
     * @param bound one more bound on the replay; null for none
     * @param epochNs the time now
     */
    void activate(long here, @Nullable Since bound, long epochNs) {
        begin(Feed.BEHIND);
        Since reach = since.isNow() ? Since.LAST_RECEIVED : bound == null ? since : since.atMost(bound);
        notBeforeNs = reach.notBefore(epochNs);
        sentDirectlyThrough = Place.before(since.isNow() ? here : 0);
        if (bound != null && bound.isNow()) {
            progress.forgetInFlight();
            progress.skip(0, here);
        }
        owedFrom = reach.equals(Since.LAST_RECEIVED) ? 0 : here + 1;
        cursor = progress.position() + 1;
    }

    /** Stops delivery; what is in flight may still be acknowledged. */
    void deactivate(long frontier) {
        settle(frontier);
        begin(Feed.IDLE);
    }

    /** Is cancelled. */
    void end() {
        begin(Feed.ENDED);
    }

    private void begin(Feed next) {
        feed = next;
        activation++;
        reading = false;
        windowWasFull = false;
    }

    /** Delivery starts at this sequence: what was published while the component was away may not be wanted. */
    void startedAt(long sequence) {
        if (since.isNow()) {
            progress.skip(activeThrough + 1, sequence);
        }
    }

    /** Where delivery last stopped. */
    long activeThrough() {
        return activeThrough;
    }

    /** Delivery has stopped at this sequence: what follows is published while the component is away. */
    void stoppedAt(long sequence) {
        activeThrough = sequence;
    }

    /**
     * The next message cannot be handed over now: from here on, read the journal.
     *
     * @param from the first sequence that was not handed over
     * @param last what was appended last; QoS 0 messages up to it were sent already, if they go direct
     */
    void fallBehind(long from, Place last) {
        if (takesDirect()) {
            sentDirectlyThrough = last;
        }
        cursor = feed == Feed.BEHIND ? Math.min(cursor, from) : from;
        feed = Feed.BEHIND;
    }

    /** The QoS 0 messages that went direct, through this place, need not be handed over again. */
    void setSentDirectlyThrough(Place place) {
        sentDirectlyThrough = place;
    }

    /** Whether a message that was sent directly to those who take it so was sent to this one. */
    boolean wasSentDirectly(Place place) {
        return takesDirect() || sentDirectlyThrough.covers(place);
    }

    Place sentDirectlyThrough() {
        return sentDirectlyThrough;
    }

    /** Has read up to this sequence, exclusively. */
    void readTo(long next) {
        cursor = progress.firstNotDone(next);
    }

    /** Has read all that there is: what is dispatched from now on goes to it. */
    void goLive() {
        feed = Feed.LIVE;
    }

    /** The page to read next. */
    ReadRequest startReading(long from, int maxRecords, int maxBytes) {
        reading = true;
        return new ReadRequest(twin.tenant(), everyTopic ? null : topic, from, maxRecords, maxBytes);
    }

    void stopReading() {
        reading = false;
    }

    /** What comes next cannot be read: nothing is, until the next activation. */
    void setUnreadable() {
        reading = true;
    }

    boolean isReading() {
        return reading;
    }

    /** The reading stopped because too much was unacknowledged, or goes on. */
    void setWindowWasFull(boolean full) {
        windowWasFull = full;
    }

    boolean windowWasFull() {
        return windowWasFull;
    }

    /** Whether this message, read from the journal, is still to be handed over. */
    boolean wants(long sequence, PublishRecord record) {
        return sequence >= cursor
                && !progress.hasHandled(sequence)
                && record.receivedNs() >= notBeforeNs
                && !(record.qos() == QoS.AT_MOST_ONCE && sequence <= sentDirectlyThrough.sequence())
                && !isFromItself(record);
    }

    /** Whether the subscriber is the publisher, who does not get its own messages. */
    boolean isFromItself(PublishRecord record) {
        return record.publisher().equals(twin.rid().name());
    }

    /** Whether it was to get what is at this sequence, and not just what happens to be retained. */
    boolean isOwed(long sequence) {
        return sequence >= owedFrom && sequence > madeAt;
    }

    /** How many entries that this subscription was to get, or to look at, are missing through that sequence. */
    long countMissing(long removedThrough) {
        return progress.countNotDone(Math.max(cursor, owedFrom), removedThrough);
    }

    /** Moves the position as far as it goes. */
    void settle(long frontier) {
        if (feed == Feed.LIVE) {
            progress.skip(0, frontier);
        } else if (feed == Feed.BEHIND) {
            progress.skip(0, cursor - 1);
        }
    }

    /** The position, if it has moved since it was last asked for; else -1. */
    long takeNewPosition() {
        if (!hasNewPosition()) {
            return -1;
        }
        reportedPosition = progress.position();
        return reportedPosition;
    }

    /** Whether the position is another than the one that was taken last. */
    boolean hasNewPosition() {
        return progress.position() != reportedPosition;
    }

    /** The position that was taken last could not be stored. */
    void forgetReportedPosition() {
        reportedPosition = -1;
    }

    @Override
    public String toString() {
        return twin + " " + topic + " " + feed;
    }
}
