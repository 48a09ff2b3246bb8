package org.rembus.broker.journal.rocksdb;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.rembus.broker.journal.SequenceSet;
import org.rembus.broker.journal.Since;
import org.rembus.broker.journal.TwinState;
import org.rembus.broker.journal.TwinState.Delivery;
import org.rembus.broker.journal.TwinState.SubscriptionState;
import org.rembus.broker.journal.TwinStore;
import org.rembus.protocol.QoS;

/**
 * The row of a twin: all of its {@link TwinState} but the name, which is the key, and the ids held, which have rows of
 * their own ({@link HeldRows}).
 *
 * <pre>
 * version (1)  flags (1: active, 2: acknowledges, 4: cut off)  exposed: count, topics
 * highest number  subscriptions: count, each
 *     number  topic  flags (1: every topic, 2 and 4: quality, 8: from now, 16: from the last)  window, unless 8 or 16
 *     position  active through  done above: count, each: distance from what came before, length - 1
 * </pre>
 *
 * What the router wants of a million twins at its start comes first. The same state gives the same bytes.
 */
final class TwinRow {
    private static final int VERSION = 1;

    private static final int ACTIVE = 1;
    private static final int ACKNOWLEDGES = 2;
    private static final int CUT_OFF = 4;

    private static final int EVERY_TOPIC = 1;
    private static final int QOS_SHIFT = 1;
    private static final int QOS_MASK = 3;
    private static final int FROM_NOW = 8;
    private static final int FROM_LAST = 16;

    private static final List<QoS> QUALITIES = List.of(QoS.AT_MOST_ONCE, QoS.AT_LEAST_ONCE, QoS.EXACTLY_ONCE);

    private TwinRow() {}

    static byte[] encode(TwinState state) {
        RowWriter row = new RowWriter();
        row.raw(VERSION).raw(flags(state.delivery()) | (state.acknowledges() ? ACKNOWLEDGES : 0));
        row.number(state.exposed().size());
        state.exposed().forEach(row::text);
        row.number(state.highestNumber()).number(state.subscriptions().size());
        state.subscriptions().forEach(subscription -> encode(subscription, row));
        return row.toBytes();
    }

    private static void encode(SubscriptionState subscription, RowWriter row) {
        row.number(subscription.number()).text(subscription.topic()).raw(flags(subscription));
        if (!isPlain(subscription.since())) {
            row.number(subscription.since().windowNs());
        }
        row.number(subscription.position()).number(subscription.activeThrough());
        encode(subscription.doneAbove(), subscription.position(), row);
    }

    private static int flags(SubscriptionState subscription) {
        Since since = subscription.since();
        return (subscription.everyTopic() ? EVERY_TOPIC : 0)
                | QUALITIES.indexOf(subscription.ceiling()) << QOS_SHIFT
                | (since.isNow() ? FROM_NOW : 0)
                | (since.equals(Since.LAST_RECEIVED) ? FROM_LAST : 0);
    }

    private static boolean isPlain(Since since) {
        return since.isNow() || since.equals(Since.LAST_RECEIVED);
    }

    private static void encode(SequenceSet set, long position, RowWriter row) {
        List<long[]> ranges = new ArrayList<>();
        set.forEachRange((first, last) -> ranges.add(new long[] {first, last}));
        row.number(ranges.size());
        long end = position;
        for (long[] range : ranges) {
            row.number(range[0] - end).number(range[1] - range[0]);
            end = range[1];
        }
    }

    /** What the router wants to know of each twin when it starts; reads no further than that. */
    static TwinStore.Known known(String rid, byte[] bytes) {
        RowReader row = open(bytes);
        int flags = row.raw();
        return new TwinStore.Known(rid, exposed(row), (flags & ACTIVE) != 0);
    }

    /** The state without what is held. */
    static TwinState decode(String rid, byte[] bytes) {
        RowReader row = open(bytes);
        int flags = row.raw();
        SequencedSet<String> exposed = exposed(row);
        int highestNumber = (int) row.number();
        int count = row.count();
        List<SubscriptionState> subscriptions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            subscriptions.add(subscription(row));
        }
        row.expectEnd();
        return new TwinState(
                rid, subscriptions, highestNumber, exposed, Map.of(), (flags & ACKNOWLEDGES) != 0, delivery(flags));
    }

    private static int flags(Delivery delivery) {
        return switch (delivery) {
            case ACTIVE -> ACTIVE;
            case CUT_OFF -> CUT_OFF;
            case STOPPED -> 0;
        };
    }

    private static Delivery delivery(int flags) {
        if ((flags & ACTIVE) != 0) {
            return Delivery.ACTIVE;
        }
        return (flags & CUT_OFF) != 0 ? Delivery.CUT_OFF : Delivery.STOPPED;
    }

    private static RowReader open(byte[] bytes) {
        RowReader row = new RowReader(bytes);
        int version = row.raw();
        if (version != VERSION) {
            throw new UnreadableRowException("its form is " + version + ", not " + VERSION);
        }
        return row;
    }

    private static SequencedSet<String> exposed(RowReader row) {
        int count = row.count();
        if (count == 0) {
            return Collections.emptySortedSet();
        }
        SequencedSet<String> exposed = new LinkedHashSet<>();
        for (int i = 0; i < count; i++) {
            exposed.add(row.text());
        }
        return Collections.unmodifiableSequencedSet(exposed);
    }

    private static SubscriptionState subscription(RowReader row) {
        int number = (int) row.number();
        String topic = row.text();
        int flags = row.raw();
        Since since = since(flags, row);
        long position = row.number();
        long activeThrough = row.number();
        return new SubscriptionState(
                number,
                topic,
                (flags & EVERY_TOPIC) != 0,
                since,
                quality(flags),
                position,
                sequences(position, row),
                activeThrough);
    }

    private static Since since(int flags, RowReader row) {
        if ((flags & FROM_NOW) != 0) {
            return Since.NOW;
        }
        if ((flags & FROM_LAST) != 0) {
            return Since.LAST_RECEIVED;
        }
        long windowNs = row.number();
        if (windowNs < 0) {
            throw new UnreadableRowException("a subscription has a window of " + windowNs + " ns");
        }
        return new Since(windowNs);
    }

    private static QoS quality(int flags) {
        int code = flags >> QOS_SHIFT & QOS_MASK;
        if (code >= QUALITIES.size()) {
            throw new UnreadableRowException("a subscription has quality " + code);
        }
        return QUALITIES.get(code);
    }

    private static SequenceSet sequences(long position, RowReader row) {
        SequenceSet set = new SequenceSet();
        long end = position;
        for (int i = row.count(); i > 0; i--) {
            long first = end + row.number();
            end = first + row.number();
            set.add(first, end);
        }
        return set;
    }
}
