package org.rembus.broker.journal.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.log.LogOptions.Kept;
import org.rembus.broker.topics.TopicRules;
import org.rembus.protocol.Topic;

/** The kinds of topics that are kept differently, by numbers: 0 for those without a rule, then one for each rule. */
final class KeptClasses {
    private final TopicRules<Integer> rules;
    private final List<Kept> kept = new ArrayList<>();
    private final long shortestAgeNs;
    private final long longestAgeNs;
    private final boolean countBytes;

    KeptClasses(LogOptions.Retention retention) {
        kept.add(new Kept(retention.maxAge(), Long.MAX_VALUE));
        Map<Topic, Integer> numbers = new HashMap<>();
        for (TopicRules.Rule<Kept> rule : retention.byTopic().all()) {
            numbers.put(rule.pattern(), kept.size());
            kept.add(rule.value());
        }
        this.rules = TopicRules.of(numbers);
        LongSummaryStatistics ages =
                kept.stream().mapToLong(each -> each.maxAge().toNanos()).summaryStatistics();
        this.shortestAgeNs = ages.getMin();
        this.longestAgeNs = ages.getMax();
        this.countBytes = kept.stream().anyMatch(each -> each.maxBytes() < Long.MAX_VALUE);
    }

    /** Whether all topics are kept alike. */
    boolean isSingle() {
        return rules.isEmpty();
    }

    int count() {
        return kept.size();
    }

    /** To note with what segments hold; for one thread. */
    Notes notes() {
        return new Notes(this, isSingle() ? null : lookup());
    }

    /**
     * What somebody needs who notes what segments hold of which class.
     *
     * @param classOf null when all topics are kept alike: then nothing is noted
     */
    record Notes(KeptClasses classes, TopicRules.@Nullable Lookup<Integer> classOf) {
        @Nullable
        SegmentUse newUse() {
            return classOf == null ? null : new SegmentUse(classes.count());
        }
    }

    /** Says of topics which they are; for one thread. */
    TopicRules.Lookup<Integer> lookup() {
        return new TopicRules.Lookup<>(rules, 0);
    }

    long maxAgeNs(int number) {
        return kept.get(number).maxAge().toNanos();
    }

    long maxBytes(int number) {
        return kept.get(number).maxBytes();
    }

    long shortestAgeNs() {
        return shortestAgeNs;
    }

    long longestAgeNs() {
        return longestAgeNs;
    }

    /** Whether bytes are counted of any of them. */
    boolean countBytes() {
        return countBytes;
    }
}
