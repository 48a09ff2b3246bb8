package org.rembus.benchmarks.compare;

import java.util.List;

/** What is measured. */
enum Workload {
    PUBLISH_SMALL(Group.PUBLISH, "publish to one subscriber", 16, 1),
    PUBLISH_ONE(Group.PUBLISH, "publish to one subscriber", 128, 1),
    PUBLISH_TEN(Group.PUBLISH, "publish to ten subscribers, deliveries", 128, 10),
    CALLS_ONE(Group.RPC, "calls of one caller", 128, 0),
    CALLS_FIFTY(Group.RPC, "calls of 50 callers", 128, 0),
    DURABLE_ONE(Group.DURABLE, "durable publish, one publisher", 200, 0),
    DURABLE_FIFTY(Group.DURABLE, "durable publish, 50 publishers", 200, 0),
    REPLAY(Group.REPLAY, "replay of a backlog to one subscriber", 200, 1);

    /** Those of a publisher as fast as it goes. */
    static final List<Workload> PUBLISHES = List.of(PUBLISH_SMALL, PUBLISH_ONE, PUBLISH_TEN);

    static final int CALLERS = 50;

    /** How many messages one publisher may have unacknowledged when it is alone. */
    static final int WINDOW = 1000;

    static final int PUBLISHERS = 50;

    /** That of each of many publishers: together they have as much under way as the one. */
    static final int SHARED_WINDOW = WINDOW / PUBLISHERS;

    static final int BACKLOG = 1_000_000;

    private final Group group;
    private final String title;
    private final int bytes;
    private final int subscribers;

    Workload(Group group, String title, int bytes, int subscribers) {
        this.group = group;
        this.title = title;
        this.bytes = bytes;
        this.subscribers = subscribers;
    }

    /** What can be chosen. */
    enum Group {
        PUBLISH,
        RPC,
        DURABLE,
        REPLAY
    }

    Group group() {
        return group;
    }

    /** How large a message is. */
    int bytes() {
        return bytes;
    }

    /** How many get each message. */
    int subscribers() {
        return subscribers;
    }

    String title() {
        return title + ", " + bytes + " B";
    }
}
