package org.rembus.broker.routing.slow;

import java.util.Locale;

/** Why a message, or an answer, was dropped. */
public enum DropReason {
    /** A publish: its topic cannot be published to. */
    ILLEGAL_TOPIC,
    /** A delivery: the subscriber had no room. */
    SLOW_SUBSCRIBER,
    /** A delivery that waited: newer ones needed its room. */
    DISPLACED,
    /** A delivery that waited: a newer one to the same topic took its place. */
    REPLACED,
    /** A delivery that waited: its subscriber has gone, or does not want it any more. */
    GONE,
    /** A delivery: the buffers of all connections together had no room. */
    OVER_BUDGET,
    /** An answer: the request had been given up, or nobody had asked. */
    LATE_ANSWER,
    /** Entries of the journal: retention removed them, or they expired, before a subscriber had them. */
    OVERTAKEN,
    /** A publish: the journal could not store it. */
    NOT_STORED;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** As it is written where it is counted and told. */
    public String text() {
        return text;
    }
}
