package org.rembus.broker.journal.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.log.view.SegmentIndex;
import org.rembus.broker.journal.log.view.SegmentIndex.TopicBatches;
import org.rembus.broker.journal.log.view.View;
import org.rembus.protocol.Topic;

/**
 * Which batches of one segment hold publishes to which topics, in memory. One thread adds, others may look things up
 * meanwhile.
 */
final class TopicIndex {
    private final Map<String, Map<String, Batches>> tenants = new HashMap<>();
    private int[] offsets = new int[64];
    private int batches;
    private int topics;

    /** Adds the next batch, which has these entries. */
    synchronized void addBatch(int offset, List<JournalEntry> entries) {
        if (batches == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * batches);
        }
        offsets[batches] = offset;
        for (JournalEntry entry : entries) {
            if (entry instanceof PublishRecord publish) {
                batchesOf(publish.tenant(), publish.topic()).add(batches);
            }
        }
        batches++;
    }

    private Batches batchesOf(String tenant, String topic) {
        Map<String, Batches> ofTenant = tenants.computeIfAbsent(tenant, name -> new HashMap<>());
        Batches known = ofTenant.get(topic);
        if (known == null) {
            known = new Batches();
            ofTenant.put(topic, known);
            topics++;
        }
        return known;
    }

    /** How many topics there are, those of different tenants counted apart. */
    synchronized int topics() {
        return topics;
    }

    /** See {@link View#find}. */
    synchronized Optional<int[]> find(String tenant, @Nullable Topic filter) {
        Map<String, Batches> ofTenant = tenants.getOrDefault(tenant, Map.of());
        if (filter != null && !filter.isPattern()) {
            Batches found = ofTenant.get(filter.toString());
            return Optional.of(found == null ? new int[0] : offsetsOf(found));
        }
        BitSet union = new BitSet(batches);
        ofTenant.forEach((topic, found) -> {
            if (filter == null || filter.matches(topic)) {
                found.addTo(union);
            }
        });
        return isMost(union) ? Optional.empty() : Optional.of(offsetsOf(union));
    }

    private boolean isMost(BitSet found) {
        return found.cardinality() > batches / 2;
    }

    private int[] offsetsOf(Batches found) {
        int[] result = new int[found.size];
        for (int i = 0; i < found.size; i++) {
            result[i] = offsets[found.numbers[i]];
        }
        return result;
    }

    private int[] offsetsOf(BitSet found) {
        return found.stream().map(number -> offsets[number]).toArray();
    }

    /** All of it that is in the file before {@code end}, for a view. Nothing is added any more. */
    synchronized SegmentIndex sealed(long firstSequence, int end) {
        List<TopicBatches> all = new ArrayList<>(topics);
        tenants.forEach((tenant, ofTenant) -> ofTenant.forEach((topic, found) -> {
            int[] inLog = before(end, offsetsOf(found));
            if (inLog.length > 0) {
                all.add(new TopicBatches(tenant, topic, inLog));
            }
        }));
        return new SegmentIndex(firstSequence, before(end, Arrays.copyOf(offsets, batches)).length, all);
    }

    private static int[] before(int end, int[] ascending) {
        int found = Arrays.binarySearch(ascending, end);
        int size = found >= 0 ? found : -found - 1;
        return size == ascending.length ? ascending : Arrays.copyOf(ascending, size);
    }

    /** The numbers, ascending, of the batches that hold one topic. */
    private static final class Batches {
        private int[] numbers = new int[1];
        private int size;

        void add(int number) {
            if (size > 0 && numbers[size - 1] == number) {
                return;
            }
            if (size == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * size);
            }
            numbers[size++] = number;
        }

        void addTo(BitSet all) {
            for (int i = 0; i < size; i++) {
                all.set(numbers[i]);
            }
        }
    }
}
