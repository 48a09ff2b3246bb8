package org.rembus.benchmarks.compare;

/** What is measured. */
enum Workload {
    DURABLE_ONE("durable publish, one publisher"),
    DURABLE_FIFTY("durable publish, 50 publishers"),
    REPLAY("replay of a backlog to one subscriber");

    static final int MESSAGE_BYTES = 200;

    /** How many messages one publisher may have unacknowledged when it is alone. */
    static final int WINDOW = 1000;

    static final int PUBLISHERS = 50;

    /** That of each of many publishers: together they have as much under way as the one. */
    static final int SHARED_WINDOW = WINDOW / PUBLISHERS;

    static final int BACKLOG = 1_000_000;

    private final String title;

    Workload(String title) {
        this.title = title;
    }

    String title() {
        return title + ", " + MESSAGE_BYTES + " B";
    }
}
