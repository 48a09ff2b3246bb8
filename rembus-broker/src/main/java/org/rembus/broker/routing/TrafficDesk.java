package org.rembus.broker.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.admin.AdminCommand;
import org.rembus.broker.routing.slow.DropReason;
import org.rembus.broker.routing.slow.HeldMessages;
import org.rembus.broker.routing.time.TurnTime;
import org.rembus.broker.routing.traffic.HotTopics;
import org.rembus.broker.routing.traffic.Load;
import org.rembus.broker.routing.traffic.Tally.What;
import org.rembus.broker.routing.traffic.TopicFigures;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;

/**
 * Tells an operator on the broker's own machine who is slow, who is loud and which topics are hot. It measures in windows of a
 * second, and only as long as somebody asks: what is told is of the last whole window.
 */
final class TrafficDesk {
    /** How many components, and topics, one answer has at most. */
    static final int MOST_TOLD = 500;

    private static final long WINDOW_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int TOPICS = 1_024;

    /** A peer for which more waits is slow, whether something was dropped or not. */
    private static final long MUCH_WAITING_BYTES = 256L * 1024;

    /** Who sends so much of all that comes, and not just a little, is loud. */
    private static final double LOUD_SHARE = 0.2;

    private static final long LOUD_MESSAGES = 1_000;

    private final Collection<Session> sessions;
    private final Counters counters;
    private final JournalQueue queue;
    private final TurnTime time;
    private final TopicFigures figures = new TopicFigures();
    private HotTopics current = new HotTopics(TOPICS);
    private HotTopics last = new HotTopics(TOPICS);
    private boolean watched;
    private long askedNs;
    private long startNs;
    private long windowNs;
    private long messagesInWindow;

    /** @param sessions all that there are, whenever it is looked at */
    TrafficDesk(Collection<Session> sessions, Counters counters, JournalQueue queue, TurnTime time) {
        this.sessions = sessions;
        this.counters = counters;
        this.queue = queue;
        this.time = time;
    }

    /** A message to this topic was published. */
    void published(String topic, int bytes) {
        figures.published(topic);
        if (watched) {
            current.add(topic, bytes);
        }
    }

    /** What is counted all the time. */
    TopicFigures figures() {
        return figures;
    }

    /** Ends a window that has been long enough. */
    void advance() {
        if (!watched || time.nowNs() - startNs < WINDOW_NS) {
            return;
        }
        if (time.nowNs() - askedNs > PATIENCE_NS) {
            watched = false;
            windowNs = 0;
            current.clear();
            last.clear();
            sessions.forEach(session -> session.tally().rest());
            return;
        }
        HotTopics ended = current;
        current = last;
        current.clear();
        last = ended;
        windowNs = time.nowNs() - startNs;
        turnAll();
        messagesInWindow = 0;
        sessions.forEach(session -> messagesInWindow += session.tally().inWindow(What.MESSAGES_IN));
    }

    private void turnAll() {
        startNs = time.nowNs();
        for (Session session : sessions) {
            Load load = session.connection().load();
            session.tally().turn(load.bytesIn(), load.bytesOut());
        }
    }

    void show(Session asker, MessageId id, AdminCommand.ShowTraffic command) {
        askedNs = time.nowNs();
        if (!watched) {
            watched = true;
            turnAll();
        }
        int limit = Math.clamp(command.limit(), 1, MOST_TOLD);
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("window", windowNs == 0 ? null : (double) windowNs / WINDOW_NS);
        answer.put("uptime", (double) time.sinceStartNs() / WINDOW_NS);
        answer.put("connections", (long) sessions.size());
        answer.put("head", queue.frontier());
        answer.put("counts", counts());
        answer.put("components", components(command.sort(), limit));
        answer.put("topics", last.top(limit).stream().map(this::describe).toList());
        asker.success(id, Payload.of(answer));
    }

    private Map<String, Object> counts() {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("published", counters.get(Counters.Count.PUBLISHED));
        counts.put("delivered", counters.get(Counters.Count.DELIVERED));
        for (DropReason why : DropReason.values()) {
            counts.put("dropped_" + why.text(), counters.get(why));
        }
        return counts;
    }

    private Map<String, @Nullable Object> describe(HotTopics.Hot hot) {
        Map<String, @Nullable Object> described = new LinkedHashMap<>();
        described.put("topic", hot.topic());
        described.put("messages", rate(hot.messages()));
        described.put("error", rate(hot.error()));
        described.put("bytes", rate(hot.bytes()));
        return described;
    }

    private double rate(long inWindow) {
        return windowNs == 0 ? 0 : (double) inWindow * WINDOW_NS / windowNs;
    }

    /** Those that come first; the others are only looked at. */
    private List<Map<String, @Nullable Object>> components(AdminCommand.ShowTraffic.Sort sort, int limit) {
        Comparator<Ranked> least = Comparator.comparingLong(Ranked::rank);
        PriorityQueue<Ranked> first = new PriorityQueue<>(least);
        for (Session session : sessions) {
            first.add(new Ranked(session, rank(session, sort)));
            if (first.size() > limit) {
                first.remove();
            }
        }
        List<Ranked> ranked = new ArrayList<>(first);
        ranked.sort(least.reversed());
        return ranked.stream().map(each -> describe(each.session)).toList();
    }

    private record Ranked(Session session, long rank) {}

    private long rank(Session session, AdminCommand.ShowTraffic.Sort sort) {
        long in = session.tally().inWindow(What.MESSAGES_IN);
        long out = session.tally().inWindow(What.MESSAGES_OUT);
        return switch (sort) {
            case TROUBLE -> isSlow(session) ? Long.MAX_VALUE / 2 + waiting(session) : in + out;
            case MESSAGES -> in + out;
            case IN -> in;
            case OUT -> out;
            case BYTES ->
                session.tally().inWindow(What.BYTES_IN) + session.tally().inWindow(What.BYTES_OUT);
            case WAITING -> waiting(session);
            case DROPS -> session.tally().drops().total();
            case UNACKNOWLEDGED -> session.twin().window().size();
            case BEHIND -> session.twin().furthestBehind(queue.frontier());
        };
    }

    private static long waiting(Session session) {
        return session.connection().load().waitingBytes() + heldBytes(session);
    }

    private static long heldBytes(Session session) {
        HeldMessages<Subscription> held = session.twin().heldMessages();
        return held == null ? 0 : held.bytes();
    }

    private static boolean isSlow(Session session) {
        return session.tally().inWindow(What.DROPPED) > 0
                || session.twin().heldMessages() != null
                || session.connection().load().waitingBytes() > MUCH_WAITING_BYTES;
    }

    private boolean isLoud(Session session) {
        long in = session.tally().inWindow(What.MESSAGES_IN);
        return in >= LOUD_MESSAGES && in >= LOUD_SHARE * messagesInWindow;
    }

    private Map<String, @Nullable Object> describe(Session session) {
        Twin twin = session.twin();
        Map<String, @Nullable Object> described = new LinkedHashMap<>();
        described.put("name", twin.name());
        described.put("peer", session.connection().peer());
        described.put("slow", isSlow(session));
        described.put("loud", isLoud(session));
        described.put("in", rate(session.tally().inWindow(What.MESSAGES_IN)));
        described.put("out", rate(session.tally().inWindow(What.MESSAGES_OUT)));
        described.put("bytes_in", rate(session.tally().inWindow(What.BYTES_IN)));
        described.put("bytes_out", rate(session.tally().inWindow(What.BYTES_OUT)));
        described.put("waiting", session.connection().load().waitingBytes());
        described.put("held", heldBytes(session));
        described.put("drops", rate(session.tally().inWindow(What.DROPPED)));
        described.put("dropped", dropped(session));
        described.put("unacknowledged", (long) twin.window().size());
        described.put("behind", twin.furthestBehind(queue.frontier()));
        return described;
    }

    /** By reason, since it connected; what is not zero. */
    private static Map<String, Object> dropped(Session session) {
        Map<String, Object> dropped = new LinkedHashMap<>();
        for (DropReason why : DropReason.values()) {
            long count = session.tally().drops().get(why);
            if (count > 0) {
                dropped.put(why.text(), count);
            }
        }
        return dropped;
    }
}
