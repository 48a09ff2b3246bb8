package org.rembus.broker.journal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.journal.HeldIds;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.TwinChange;
import org.rembus.broker.journal.TwinState;
import org.rembus.broker.journal.TwinStore;
import org.rembus.broker.journal.log.view.SegmentIndex;
import org.rembus.broker.journal.log.view.SegmentIndex.TopicBatches;
import org.rembus.broker.journal.log.view.View;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.Topic;

/**
 * What every {@link View} does. A subclass says how one is opened: the first time empty, later as it was at its last
 * flush, or at a later moment in the order of what was applied.
 */
public abstract class ViewContract {
    private static final int TWINS = 12;
    private static final String TENANT = ".";

    @SuppressWarnings("NullAway.Init")
    private View view;

    /** Opens the view of this test; the one before was closed. */
    protected abstract View open();

    @BeforeEach
    protected final void openFirst() {
        view = open();
    }

    @AfterEach
    protected final void closeLast() {
        view.close();
    }

    private void reopen() {
        view.close();
        view = open();
    }

    private void apply(List<JournalEntry> entries, long after, long through) {
        for (long sequence = after + 1; sequence <= through; sequence++) {
            view.apply(sequence, entries.get((int) sequence - 1));
        }
    }

    private void hold(long sequence, int id) {
        view.apply(
                sequence,
                new PublishRecord(sequence, TENANT, "alice", PublishFlags.QOS2, id(id), "topic", Payload.NO_ARGUMENTS));
    }

    private static MessageId id(int number) {
        return MessageId.of(number, MessageId.GEN2_LENGTH);
    }

    private static TopicBatches batches(String topic, int... offsets) {
        return new TopicBatches(TENANT, topic, offsets);
    }

    private int @Nullable [] find(long segment, String filter) {
        return view.find(segment, TENANT, Topic.of(filter)).orElse(null);
    }

    @Test
    protected final void list_pageByPage_givesAllOnceByName() {
        for (int i = 0; i < 25; i++) {
            view.apply(2 * i + 1, new TwinChange.Arrived("twin" + i * 7 % 25));
            view.apply(2 * i + 2, new TwinChange.Exposed("twin" + i * 7 % 25, "service" + i));
        }
        hold(51, 1);
        hold(52, 2);
        List<TwinStore.Listed> all = new ArrayList<>();
        List<TwinStore.Listed> page = view.list("", 10);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = view.list(page.getLast().rid(), 10);
        }

        assertThat(all).extracting(TwinStore.Listed::rid).hasSize(26).isSorted().doesNotHaveDuplicates();
        assertThat(all.getFirst().heldIds()).isEqualTo(2);
        assertThat(all.subList(1, 26)).allSatisfy(twin -> {
            assertThat(twin.services()).isEqualTo(1);
            assertThat(twin.heldIds()).isZero();
        });
        assertThat(view.list("twin", 1)).isEqualTo(all.subList(1, 2));
        List<TwinState> states = new ArrayList<>();
        view.forEachState(states::add);
        assertThat(states)
                .allSatisfy(state -> assertThat(state.held()).isEmpty())
                .extracting(TwinState::rid)
                .containsExactlyInAnyOrderElementsOf(
                        all.stream().map(TwinStore.Listed::rid).toList());
    }

    @Test
    void close_again_doesNothing() {
        view.flush(1);
        view.close();
        reopen();

        assertThat(view.flushedThrough()).isEqualTo(1);
    }

    @Test
    protected final void open_first_isEmpty() {
        assertThat(view.flushedThrough()).isZero();
        assertThat(view.load("alice")).isEmpty();
        view.forEach(twin -> assertThat(twin).isNull());
        assertThat(view.hasIndex(1)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    protected final void apply_anyEntries_showsWhatTheyComeTo(long seed) {
        List<JournalEntry> entries = RandomEntries.list(seed, TWINS, 4_000);
        for (int applied = 0; applied < entries.size(); applied += 500) {
            apply(entries, applied, applied + 500);
            TwinsModel.of(entries, applied + 500).assertShownBy(view);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7, 8})
    protected final void open_afterClose_showsOneMomentNotBeforeTheFlush(long seed) {
        List<JournalEntry> entries = RandomEntries.list(seed, TWINS, 4_000);
        long through = 0;
        for (int flushed = 500; flushed < entries.size(); flushed += 500) {
            apply(entries, through, flushed);
            view.flush(flushed);
            assertThat(view.flushedThrough()).isEqualTo(flushed);
            apply(entries, flushed, flushed + 250);
            reopen();
            through = view.flushedThrough();

            assertThat(through).isBetween((long) flushed, flushed + 250L);
            TwinsModel.of(entries, through).assertShownBy(view);
        }
    }

    @Test
    protected final void apply_whatItHas_isIgnored() {
        List<JournalEntry> entries = RandomEntries.list(9, TWINS, 500);
        apply(entries, 0, 500);
        apply(entries, 200, 500);
        TwinsModel.of(entries, 500).assertShownBy(view);
        view.flush(500);
        reopen();
        apply(entries, 0, 500);

        TwinsModel.of(entries, 500).assertShownBy(view);
    }

    @Test
    protected final void flush_furtherThanTheLastEntry_ignoresWhatIsBetween() {
        view.apply(3, new TwinChange.Arrived("alice"));
        view.flush(10);
        view.apply(10, new TwinChange.Arrived("bob"));
        assertThat(view.load("bob")).isEmpty();
        reopen();

        assertThat(view.flushedThrough()).isEqualTo(10);
        view.apply(11, new TwinChange.Arrived("bob"));
        assertThat(Stream.of("alice", "bob").map(view::load)).allMatch(twin -> twin.isPresent());
    }

    @Test
    protected final void flush_lessThanWasApplied_takesInAll() {
        view.apply(3, new TwinChange.Arrived("alice"));
        view.flush(2);
        reopen();

        assertThat(view.load("alice")).isPresent();
    }

    @Test
    protected final void flush_nothingNew_changesNothing() {
        view.flush(0);
        view.flush(7);
        view.flush(7);
        reopen();

        assertThat(view.flushedThrough()).isEqualTo(7);
    }

    /** Those that had to go for want of room may come back when others are released: it does no harm. */
    @Test
    protected final void held_moreThanThereIsRoomFor_isTheNewestInOrder() {
        int last = 3 * HeldIds.MAX_IDS + 5;
        IntStream.rangeClosed(1, last).forEach(i -> hold(i, last - i));
        MessageId released = id(HeldIds.MAX_IDS / 2);
        view.apply(last + 1, new TwinChange.Released("alice", released));
        view.flush(last + 1);
        reopen();

        List<MessageId> held =
                List.copyOf(view.load("alice").orElseThrow().held().keySet());
        assertThat(held).hasSizeBetween(HeldIds.MAX_IDS - 1, HeldIds.MAX_IDS).doesNotContain(released);
        assertThat(held.subList(held.size() - HeldIds.MAX_IDS + 1, held.size()))
                .isEqualTo(IntStream.range(0, HeldIds.MAX_IDS)
                        .mapToObj(i -> id(HeldIds.MAX_IDS - 1 - i))
                        .filter(id -> !id.equals(released))
                        .toList());
    }

    @Test
    protected final void held_releasedAndHeldAgain_isTheLast() {
        hold(1, 1);
        hold(2, 2);
        view.flush(2);
        view.apply(3, new TwinChange.Released("alice", id(1)));
        hold(4, 1);
        hold(5, 2);
        view.flush(5);
        reopen();

        assertThat(view.load("alice").orElseThrow().held()).containsExactly(Map.entry(id(2), 2L), Map.entry(id(1), 4L));
    }

    @Test
    protected final void find_oneTopic_isWhereItIs() {
        view.addIndex(new SegmentIndex(1, 100, List.of(batches("a", 0, 5_000_000, 67_000_000), batches("a/b", 64))));

        assertThat(find(1, "a")).containsExactly(0, 5_000_000, 67_000_000);
        assertThat(find(1, "a/b")).containsExactly(64);
        assertThat(find(1, "b")).isEmpty();
        assertThat(view.find(1, "other", Topic.of("a"))).hasValue(new int[0]);
    }

    @Test
    protected final void find_pattern_isWhereAllAreThatMatch() {
        view.addIndex(new SegmentIndex(
                7,
                100,
                List.of(
                        batches("a", 4),
                        batches("a/b", 1, 9),
                        batches("a/b/c", 7),
                        batches("a/@b", 30),
                        batches("ab", 31),
                        batches("b/b", 2, 9),
                        new TopicBatches("other", "a/b", new int[] {50}))));

        assertThat(find(7, "a/*")).containsExactly(1, 9);
        assertThat(find(7, "a/**")).containsExactly(1, 4, 7, 9);
        assertThat(find(7, "*/b")).containsExactly(1, 2, 9);
        assertThat(find(7, "**/b/**")).containsExactly(1, 2, 7, 9);
        assertThat(find(7, "a/*/c")).containsExactly(7);
        assertThat(find(7, "c/*")).isEmpty();
        assertThat(view.find(7, "other", Topic.of("**"))).hasValue(new int[] {50});
    }

    @Test
    protected final void find_noFilter_isWhereTheTenantIs() {
        view.addIndex(new SegmentIndex(
                7, 100, List.of(batches("a", 4, 8), batches("b/c", 6), new TopicBatches("other", "a", new int[] {50
                }))));

        assertThat(view.find(7, TENANT, null)).hasValue(new int[] {4, 6, 8});
        assertThat(view.find(7, "nobody", null)).hasValue(new int[0]);
    }

    @Test
    protected final void find_mostBatches_asksForAScan() {
        view.addIndex(new SegmentIndex(7, 5, List.of(batches("a/a", 1, 2), batches("a/b", 2, 3), batches("c", 4))));

        assertThat(find(7, "a/*")).isNull();
        assertThat(view.find(7, TENANT, null)).isEmpty();
        assertThat(find(7, "*/b")).containsExactly(2, 3);
        assertThat(find(7, "a/b")).containsExactly(2, 3);
    }

    @Test
    protected final void find_segmentUnknown_asksForAScan() {
        view.addIndex(new SegmentIndex(7, 100, List.of(batches("a", 4))));

        assertThat(view.find(8, TENANT, null)).isEmpty();
        assertThat(view.find(8, TENANT, Topic.of("a"))).isEmpty();
        assertThat(view.find(8, TENANT, Topic.of("*"))).isEmpty();
    }

    @Test
    protected final void addIndex_again_isIgnored() {
        view.addIndex(new SegmentIndex(1, 10, List.of(batches("a", 1))));
        view.addIndex(new SegmentIndex(1, 10, List.of(batches("a", 2), batches("b", 2))));

        assertThat(find(1, "a")).containsExactly(1);
        assertThat(find(1, "b")).isEmpty();
    }

    @Test
    protected final void removeIndex_one_leavesTheOthers() {
        for (long segment : new long[] {1, 2, 256}) {
            view.addIndex(new SegmentIndex(segment, 10, List.of(batches("a", (int) segment))));
        }
        view.removeIndex(2);
        view.removeIndex(3);

        assertThat(Stream.of(1L, 2L, 256L).map(view::hasIndex)).containsExactly(true, false, true);
        assertThat(view.find(2, TENANT, Topic.of("a"))).isEmpty();
        assertThat(find(1, "a")).containsExactly(1);
        assertThat(find(256, "*")).containsExactly(256);
    }

    @Test
    protected final void index_flushedAndReopened_isThere() {
        int[] offsets = IntStream.range(0, 10_000).map(i -> i * 6_000).toArray();
        view.addIndex(new SegmentIndex(1, 10, List.of(batches("gone", 1))));
        view.flush(0);
        view.removeIndex(1);
        view.addIndex(new SegmentIndex(2, offsets.length, List.of(batches("a", offsets), batches("b"))));
        view.flush(0);
        reopen();

        assertThat(view.hasIndex(1)).isFalse();
        assertThat(Arrays.equals(find(2, "a"), offsets)).isTrue();
    }
}
