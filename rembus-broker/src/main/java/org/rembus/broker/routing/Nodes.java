package org.rembus.broker.routing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.admin.AdminParser;
import org.rembus.broker.routing.connection.Connection.Offer;
import org.rembus.broker.routing.connection.Outgoing;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;

/**
 * The connected components that listen on ports of their own, other brokers above all: what components subscribe to and
 * expose here is passed on to them (PROTOCOL.md section 7).
 *
 * <p>A command that is passed on names in {@code touch} the components that it goes to, all of them to each, and in
 * {@code rmark} the brokers that it came through, so that it ends where it has been before. So it is the same for all, and is
 * made once however many they are.
 */
final class Nodes {
    private static final String TOUCH = "touch";
    private static final String RMARK = "rmark";

    /** Bounds the lists, which grow on the way. */
    private static final int MAX_NAMES = 1000;

    /** Of a command that is passed on: all nodes get all of it, and who sends it may have put more into it than it needs. */
    private static final int MAX_BYTES = 64 * 1024;

    private final long ownMark;
    private final Notices notices;
    private final Set<Session> sessions = new LinkedHashSet<>();

    /** @param ownMark tells this broker from others; random, of 63 bits */
    Nodes(long ownMark, Notices notices) {
        this.ownMark = ownMark;
        this.notices = notices;
    }

    /** A named component was let in. */
    void add(Session session) {
        if (session.traits().isNode()) {
            sessions.add(session);
        }
    }

    void remove(Session session) {
        sessions.remove(session);
    }

    /** Whether a command has been here before: then it is not applied. */
    boolean hasSeen(Session from, Message.Admin command) {
        return sessions.contains(from)
                && command.data().length() <= AdminParser.MAX_BYTES
                && command.data().value() instanceof Map<?, ?> map
                && list(map, RMARK).contains(ownMark);
    }

    /** Passes a command that was carried out on to all nodes that its sender reaches and that have not had it. */
    void passOn(Session from, Message.Admin command) {
        boolean isAlone = sessions.isEmpty() || (sessions.size() == 1 && sessions.contains(from));
        if (!isAlone && command.data().value() instanceof Map<?, ?> map) {
            passOn(from, command, map);
        }
    }

    private void passOn(Session from, Message.Admin command, Map<?, ?> map) {
        List<@Nullable Object> marks = list(map, RMARK);
        List<@Nullable Object> touched = list(map, TOUCH);
        marks.add(ownMark);
        int room = MAX_NAMES - marks.size() - touched.size();
        if (room <= 0) {
            return;
        }
        List<Session> next = next(from, new HashSet<>(touched), room);
        if (command.data().length() > MAX_BYTES) {
            next.forEach(node -> notices.notPassedOn(node.toString(), command.topic()));
            return;
        }
        next.forEach(node -> touched.add(node.twin().toString()));
        Outgoing passed = new Outgoing(new Message.Admin(command.id(), command.topic(), with(map, marks, touched)));
        next.forEach(node -> offer(node, command, passed));
    }

    /** The nodes that a command goes to, at most so many: those that its sender reaches and that have not had it. */
    private List<Session> next(Session from, Set<?> touched, int most) {
        return sessions.stream()
                .filter(node -> node != from
                        && from.twin().reaches(node.twin())
                        && !touched.contains(node.twin().toString()))
                .limit(most)
                .toList();
    }

    private void offer(Session node, Message.Admin command, Outgoing passed) {
        // its answer would be taken for that of the request
        boolean isAmbiguous = node.forwarded().containsKey(command.id());
        if (isAmbiguous || node.connection().offer(passed) != Offer.ACCEPTED) {
            notices.notPassedOn(node.toString(), command.topic());
        }
    }

    private static List<@Nullable Object> list(Map<?, ?> map, String key) {
        return map.get(key) instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
    }

    private static Payload with(Map<?, ?> map, List<@Nullable Object> marks, List<@Nullable Object> touched) {
        Map<@Nullable Object, @Nullable Object> extended = new LinkedHashMap<>(map);
        extended.put(RMARK, marks);
        extended.put(TOUCH, touched);
        return Payload.of(extended);
    }
}
