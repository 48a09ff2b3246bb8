package org.rembus.broker.routing;

/** Where an entry stands among those that this router appended, and in the journal once that is known. */
final class Place {
    private static final long NOT_NUMBERED = Long.MAX_VALUE;

    private final long ordinal;
    private long sequence;

    /** A place in the order of appending, not numbered yet. */
    Place(long ordinal) {
        this(ordinal, NOT_NUMBERED);
    }

    private Place(long ordinal, long sequence) {
        this.ordinal = ordinal;
        this.sequence = sequence;
    }

    /** A place before all that this router appends. */
    static Place before(long sequence) {
        return new Place(0, sequence);
    }

    /** Whether the other one was appended no later than this. */
    boolean covers(Place other) {
        return other.ordinal <= ordinal;
    }

    /** The journal's number; larger than any other while there is none yet. */
    long sequence() {
        return sequence;
    }

    boolean isNumbered() {
        return sequence != NOT_NUMBERED;
    }

    void number(long given) {
        sequence = given;
    }
}
