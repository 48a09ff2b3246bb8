package org.rembus.broker.journal.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.Since;
import org.rembus.broker.journal.TwinChange;
import org.rembus.broker.journal.TwinChange.Start;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;

/** Entries that a view is told of, of some twins, by a seed: those that a router would append and some it would not. */
public final class RandomEntries {
    private static final long ABOUT_AN_HOUR_NS = Duration.ofHours(1).toNanos();
    private static final int MANY = 8;

    private final SplittableRandom random;
    private final int twins;
    private final Map<String, Integer> numbers = new HashMap<>();
    private long sequence;
    private long nowNs = Duration.ofDays(20_000).toNanos();

    private RandomEntries(long seed, int twins) {
        this.random = new SplittableRandom(seed);
        this.twins = twins;
    }

    /** So many; the first has sequence 1. */
    public static List<JournalEntry> list(long seed, int twins, int count) {
        RandomEntries entries = new RandomEntries(seed, twins);
        return IntStream.range(0, count).mapToObj(i -> entries.next()).toList();
    }

    private JournalEntry next() {
        sequence++;
        nowNs += random.nextLong(ABOUT_AN_HOUR_NS / MANY);
        String rid = "twin-" + random.nextInt(twins) + (random.nextInt(MANY) == 0 ? ".tenant/ö" : "");
        return switch (random.nextInt(16)) {
            case 0 -> new TwinChange.Arrived(rid);
            case 1 -> new TwinChange.Activated(rid);
            case 2 -> new TwinChange.Deactivated(rid);
            case 3 -> new TwinChange.Deactivated(rid, earlier(), TwinChange.Stop.CUT_OFF);
            case 4, 5 -> subscribed(rid);
            case 6 -> new TwinChange.Unsubscribed(rid, topic());
            case 7 -> new TwinChange.Exposed(rid, topic());
            case 8 -> new TwinChange.Unexposed(rid, topic());
            case 9, 10 -> acknowledged(rid);
            case 11 -> new TwinChange.Advanced(rid, number(rid), earlier());
            case 12 -> new TwinChange.Released(rid, id());
            case 13 -> new TwinChange.Acknowledges(rid);
            default -> held(rid);
        };
    }

    private JournalEntry subscribed(String rid) {
        Since since = switch (random.nextInt(3)) {
            case 0 -> Since.NOW;
            case 1 -> Since.LAST_RECEIVED;
            default -> new Since(random.nextLong(Long.MAX_VALUE));
        };
        QoS ceiling = QoS.values()[random.nextInt(QoS.values().length)];
        Start start = random.nextBoolean() ? Start.OLDEST : Start.HERE;
        int number = numbers.merge(rid, 1, Integer::sum);
        return new TwinChange.Subscribed(rid, number, topic(), random.nextBoolean(), since, ceiling, start);
    }

    private JournalEntry acknowledged(String rid) {
        long first = earlier();
        return new TwinChange.Acknowledged(rid, number(rid), first, first + random.nextInt(3));
    }

    private JournalEntry held(String rid) {
        return new PublishRecord(nowNs, ".", rid, PublishFlags.QOS2, id(), "topic", Payload.NO_ARGUMENTS);
    }

    private long earlier() {
        return random.nextLong(sequence) + 1;
    }

    /** One that a subscription of the twin has, has had or will have. */
    private int number(String rid) {
        return random.nextInt(numbers.getOrDefault(rid, 0) + 1) + 1;
    }

    private String topic() {
        return "level/".repeat(random.nextInt(3)) + random.nextInt(MANY);
    }

    private MessageId id() {
        return MessageId.of(random.nextInt(MANY * MANY), random.nextBoolean() ? 8 : 16);
    }
}
