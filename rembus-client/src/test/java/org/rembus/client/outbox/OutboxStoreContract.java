package org.rembus.client.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rembus.client.session.Kept;
import org.rembus.client.session.OutboxStore;
import org.rembus.protocol.QoS;

/** What every store promises to an outbox. */
@Timeout(60)
abstract class OutboxStoreContract {
    private final List<StoreProbe> probes = new ArrayList<>();

    /** A new store that has nothing. */
    abstract OutboxStore create(Executor session);

    private StoreProbe open() {
        StoreProbe probe = new StoreProbe(this::create);
        probes.add(probe);
        assertThat(probe.open()).isEqualTo(OutboxStore.Contents.NOTHING);
        return probe;
    }

    @AfterEach
    void close() {
        probes.forEach(StoreProbe::close);
    }

    @Test
    void messages_added_areReadInOrder() {
        StoreProbe store = open();
        List<Kept> messages = StoreProbe.messages(1, 5, QoS.AT_LEAST_ONCE);
        messages.forEach(store::add);

        assertThat(store.read(0)).usingRecursiveFieldByFieldElementComparator().isEqualTo(messages);
        assertThat(sequences(store.read(3))).containsExactly(4L, 5L);
        assertThat(store.read(5)).isEmpty();
    }

    @Test
    void messages_removed_areGone() {
        StoreProbe store = open();
        StoreProbe.messages(1, 4, QoS.EXACTLY_ONCE).forEach(store::add);
        store.store().remove(2);
        store.store().remove(4);
        store.store().remove(77);

        assertThat(sequences(store.read(0))).containsExactly(1L, 3L);
    }

    @Test
    void messages_acknowledged_areReadNoMore() {
        StoreProbe store = open();
        List<Kept> messages = StoreProbe.messages(1, 3, QoS.EXACTLY_ONCE);
        messages.forEach(store::add);
        store.acknowledge(messages.get(1));

        assertThat(sequences(store.read(0))).containsExactly(1L, 3L);
        store.store().remove(2);
        assertThat(sequences(store.read(0))).containsExactly(1L, 3L);
    }

    @Test
    void page_manyMessages_isBoundedInNumber() {
        StoreProbe store = open();
        StoreProbe.messages(1, OutboxStore.PAGE_MESSAGES + 10, QoS.AT_LEAST_ONCE)
                .forEach(message -> store.store().add(message, StoreProbe.IGNORED));

        List<Kept> page = store.read(0);
        assertThat(page).hasSize(OutboxStore.PAGE_MESSAGES);
        assertThat(store.read(page.getLast().sequence())).hasSize(10);
    }

    @Test
    void page_longMessages_isBoundedInBytesButNotEmpty() {
        StoreProbe store = open();
        int half = OutboxStore.PAGE_BYTES / 2;
        store.add(StoreProbe.message(1, QoS.AT_LEAST_ONCE, 3 * OutboxStore.PAGE_BYTES));
        for (int i = 2; i <= 6; i++) {
            store.add(StoreProbe.message(i, QoS.AT_LEAST_ONCE, half));
        }

        assertThat(sequences(store.read(0))).startsWith(1L).hasSizeLessThanOrEqualTo(2);
        assertThat(sequences(store.read(1))).startsWith(2L).hasSizeBetween(1, 3);
    }

    @Test
    void calls_madeAtOnce_takeEffectAndAreReportedInTheirOrder() {
        StoreProbe store = open();
        List<String> reports = new ArrayList<>();
        List<Kept> messages = StoreProbe.messages(1, 3, QoS.EXACTLY_ONCE);
        store.store().add(messages.get(0), StoreProbe.reporting("add 1", reports));
        store.store().add(messages.get(1), StoreProbe.reporting("add 2", reports));
        store.store().read(0, StoreProbe.reading(page -> reports.add("read " + sequences(page))));
        store.store().acknowledge(messages.get(0), StoreProbe.reporting("acknowledge 1", reports));
        store.store().remove(2);
        store.store().add(messages.get(2), StoreProbe.reporting("add 3", reports));
        store.store().read(0, StoreProbe.reading(page -> reports.add("read " + sequences(page))));
        store.read(0);

        assertThat(reports).containsExactly("add 1", "add 2", "read [1, 2]", "acknowledge 1", "add 3", "read [3]");
    }

    @Test
    void close_calledAtOnce_comesAfterEverythingElse() {
        StoreProbe store = new StoreProbe(this::create);
        store.open();
        List<String> reports = new ArrayList<>();
        for (Kept message : StoreProbe.messages(1, 50, QoS.AT_LEAST_ONCE)) {
            store.store().add(message, StoreProbe.reporting("add " + message.sequence(), reports));
        }
        List<Kept> lost = store.close();

        assertThat(reports).hasSize(50).startsWith("add 1").endsWith("add 50");
        assertThat(lost).hasSize(store.store().isLasting() ? 0 : 50);
    }

    @Test
    void close_neverOpened_isDone() {
        assertThat(new StoreProbe(this::create).close()).isEmpty();
    }

    static List<Long> sequences(List<Kept> page) {
        return page.stream().map(Kept::sequence).toList();
    }
}
