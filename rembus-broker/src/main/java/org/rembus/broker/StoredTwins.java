package org.rembus.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.admin.TwinDescription;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.TwinState;
import org.rembus.broker.journal.TwinState.SubscriptionState;
import org.rembus.broker.journal.TwinStore;
import org.rembus.broker.journal.disk.Disk;
import org.rembus.broker.journal.disk.RealDisk;
import org.rembus.broker.journal.log.LogReading;
import org.rembus.broker.journal.rocksdb.RocksView;
import org.rembus.broker.journal.rocksdb.RocksViewLimits;
import org.rembus.protocol.Rid;
import org.rembus.protocol.Topic;

/**
 * What a broker that is stopped remembers of components, read from its data folder. What its journal and its view say is as it
 * was afterwards. While this is open no broker can use the folder. Blocks.
 */
public final class StoredTwins implements AutoCloseable {
    private static final int PAGE = 500;

    private final Disk disk;
    private final RocksView view;
    private final LogReading log;
    private final long head;

    private StoredTwins(Disk disk, RocksView view) throws IOException {
        this.disk = disk;
        this.view = view;
        this.log = new LogReading(disk);
        this.head = log.bringUpToDate(view);
    }

    /**
     * Opens a data folder.
     *
     * @throws org.rembus.broker.journal.disk.DirectoryInUseException if a broker uses it
     * @throws IOException if there is none, or it is damaged. The message is a sentence for the user
     */
    public static StoredTwins open(Path data) throws IOException {
        Path journal = data.resolve(DiskStorage.LOG_FOLDER);
        Path rows = data.resolve(DiskStorage.VIEW_FOLDER);
        if (!Files.isDirectory(journal) || !Files.isDirectory(rows)) {
            throw new IOException(data + ": there is no broker's data");
        }
        Disk disk = RealDisk.open(journal);
        try {
            return open(disk, RocksView.open(rows, RocksViewLimits.DEFAULT));
        } catch (IOException | RuntimeException e) {
            disk.close();
            throw e;
        }
    }

    private static StoredTwins open(Disk disk, RocksView view) throws IOException {
        try {
            return new StoredTwins(disk, view);
        } catch (IOException | RuntimeException e) {
            view.close();
            throw e;
        }
    }

    /** Takes the description of one twin. */
    public interface Visitor {
        void visit(Map<String, @Nullable Object> summary);
    }

    /** Visits all twins, by their names: see {@link TwinDescription#summary}. */
    public void forEach(Visitor visitor) {
        List<TwinStore.Listed> page = view.list("", PAGE);
        while (!page.isEmpty()) {
            page.forEach(twin -> visitor.visit(TwinDescription.summary(twin, head)));
            page = page.size() < PAGE ? List.of() : view.list(page.getLast().rid(), PAGE);
        }
    }

    /** Describes one twin; empty for a name never heard of: see {@link TwinDescription#details}. */
    public Optional<Map<String, @Nullable Object>> find(String rid) throws IOException {
        Optional<TwinState> found = view.load(rid);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        TwinState twin = found.get();
        List<SubscriptionState> subscriptions =
                twin.subscriptions().subList(0, Math.min(twin.subscriptions().size(), TwinDescription.MOST_DESCRIBED));
        long[] messages = count(twin, subscriptions);
        List<Map<String, @Nullable Object>> described = new ArrayList<>();
        for (int i = 0; i < messages.length; i++) {
            described.add(TwinDescription.subscription(subscriptions.get(i), head, messages[i], false));
        }
        return Optional.of(TwinDescription.details(twin, twin.held().size(), head, described));
    }

    /** Reads what is behind the lowest position, once. */
    private long[] count(TwinState twin, List<SubscriptionState> subscriptions) throws IOException {
        long[] messages = new long[subscriptions.size()];
        List<Topic> topics =
                subscriptions.stream().map(each -> Topic.of(each.topic())).toList();
        String tenant = new Rid(twin.rid()).tenant();
        long from = subscriptions.stream()
                .filter(each -> !each.since().isNow())
                .mapToLong(SubscriptionState::position)
                .min()
                .orElse(head);
        log.forEachPublish(from + 1, (sequence, publish) -> {
            if (!publish.tenant().equals(tenant) || publish.publisher().equals(twin.rid())) {
                return;
            }
            for (int i = 0; i < messages.length; i++) {
                messages[i] += isFor(subscriptions.get(i), topics.get(i), sequence, publish) ? 1 : 0;
            }
        });
        return messages;
    }

    private static boolean isFor(SubscriptionState subscription, Topic topic, long sequence, PublishRecord publish) {
        return !subscription.since().isNow()
                && sequence > subscription.position()
                && !subscription.doneAbove().contains(sequence)
                && (subscription.everyTopic() || topic.matches(publish.topic()));
    }

    @Override
    public void close() throws IOException {
        // without a flush: the view stays as it was
        view.close();
        disk.close();
    }
}
