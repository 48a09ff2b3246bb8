package org.rembus.client.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.client.session.Kept;
import org.rembus.protocol.QoS;

/** What a store says and keeps when its disk does not do what it should. */
@Timeout(60)
final class FailingFileTest {
    private static final int IO_ERROR = 10;
    private static final int FULL = 13;

    @TempDir
    private Path folder;

    private final List<Kept> messages = StoreProbe.messages(1, 5, QoS.EXACTLY_ONCE);

    private FaultyFile open() throws OutboxFileException {
        return new FaultyFile(SqliteFile.open(folder.resolve("outbox"), "alice"));
    }

    private static StoreProbe over(FaultyFile file) {
        StoreProbe store =
                new StoreProbe(session -> new FileStore(Path.of("outbox"), "alice", session, (path, owner) -> file));
        store.open();
        return store;
    }

    @Test
    void diskFull_messagesAreRefusedAndOthersForgotten_untilThereIsRoom() throws Exception {
        FaultyFile file = open();
        StoreProbe store = over(file);
        store.add(messages.get(0));
        store.add(messages.get(1));
        file.failAdditionsWith(FULL);
        List<String> reports = new ArrayList<>();
        store.store().add(messages.get(2), StoreProbe.reporting("add", reports));
        store.store().acknowledge(messages.get(0), StoreProbe.reporting("acknowledge", reports));
        store.store().remove(2);
        store.runUntil(() -> reports.size() == 2);
        assertThat(reports).containsExactly("add failed", "acknowledge");
        assertThatThrownBy(() -> store.add(messages.get(3))).hasMessageContaining("the disk is full");
        assertThat(store.broken()).isEmpty();

        file.work();
        store.add(messages.get(4));
        assertThat(OutboxStoreContract.sequences(store.read(0))).containsExactly(5L);
        store.close();
    }

    @Test
    void commitFails_nothingIsWrittenAnyMore_andItIsSaidOnce() throws Exception {
        FaultyFile file = open();
        StoreProbe store = over(file);
        store.add(messages.get(0));
        file.failCommitsWith(IO_ERROR);
        assertThatThrownBy(() -> store.add(messages.get(1))).hasMessageContaining("the disk fails");
        file.work();

        assertThatThrownBy(() -> store.add(messages.get(2))).hasMessageContaining("the disk fails");
        assertThatThrownBy(() -> store.acknowledge(messages.get(0))).hasMessageContaining("the disk fails");
        assertThatThrownBy(() -> store.read(0)).hasMessageContaining("the disk fails");
        assertThat(store.broken()).hasSize(1);
        store.close();

        StoreProbe again = over(open());
        assertThat(OutboxStoreContract.sequences(again.read(0))).containsExactly(1L);
        again.close();
    }

    @Test
    void diskFullAndNotRestored_nothingIsWrittenAnyMore() throws Exception {
        FaultyFile file = open();
        StoreProbe store = over(file);
        file.failAdditionsWith(FULL);
        file.failRollbacks();

        assertThatThrownBy(() -> store.add(messages.get(0))).hasMessageContaining("could not be restored");
        file.work();
        assertThatThrownBy(() -> store.add(messages.get(1))).hasMessageContaining("could not be restored");
        assertThat(store.broken()).hasSize(1);
        store.close();
    }

    @Test
    void databaseFull_sqliteHasRolledBackItself_canBeUsedFurther() throws Exception {
        Path path = folder.resolve("outbox");
        Connection connection = SqliteDatabase.open(path, "alice");
        SqliteDatabase.execute(connection, "PRAGMA max_page_count = 20");
        try (SqliteFile sqlite = new SqliteFile(path, connection)) {
            sqlite.add(messages.get(0));
            sqlite.commit();
            assertThatThrownBy(() -> addForEver(sqlite))
                    .isInstanceOfSatisfying(
                            OutboxFileException.class,
                            full -> assertThat(full.isFull()).isTrue());
            sqlite.rollback();
            assertThat(OutboxStoreContract.sequences(sqlite.read(0))).containsExactly(1L);
            sqlite.remove(1);
            sqlite.add(messages.get(1));
            sqlite.commit();
            sqlite.rollback();
            assertThat(OutboxStoreContract.sequences(sqlite.read(0))).containsExactly(2L);
        }
    }

    private static void addForEver(SqliteFile sqlite) throws OutboxFileException {
        for (int i = 10; ; i++) {
            sqlite.add(StoreProbe.message(i, QoS.AT_LEAST_ONCE, 3000));
        }
    }
}
