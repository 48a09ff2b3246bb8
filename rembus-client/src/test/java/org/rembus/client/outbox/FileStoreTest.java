package org.rembus.client.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.client.session.Kept;
import org.rembus.client.session.OutboxStore;
import org.rembus.protocol.QoS;

final class FileStoreTest extends OutboxStoreContract {
    @TempDir
    private Path folder;

    private Path path = Path.of("");

    @BeforeEach
    void choosePath() {
        path = folder.resolve("out box?#%20.db");
    }

    @Override
    OutboxStore create(Executor session) {
        return new FileStore(path, "alice", session);
    }

    private StoreProbe store() {
        return new StoreProbe(this::create);
    }

    private void fill(List<Kept> messages) {
        StoreProbe store = store();
        store.open();
        messages.forEach(store::add);
        store.close();
    }

    @Test
    void everything_openedAgain_isThere() {
        List<Kept> messages = StoreProbe.messages(1, 4, QoS.EXACTLY_ONCE);
        StoreProbe first = store();
        first.open();
        messages.forEach(first::add);
        first.acknowledge(messages.get(1));
        first.store().remove(1);
        first.close();
        assertThat(folder).isDirectoryContaining(file -> file.equals(path));

        StoreProbe second = store();
        OutboxStore.Contents contents = second.open();
        assertThat(contents.lastSequence()).isEqualTo(4);
        assertThat(contents.messages()).isEqualTo(3);
        assertThat(contents.bytes()).isEqualTo(3L * messages.get(0).message().length);
        assertThat(contents.acknowledged())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(messages.get(1));
        assertThat(second.read(0))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(messages.get(2), messages.get(3));
        second.close();
    }

    @Test
    void secondUser_fileInUse_isRefusedUntilItIsClosed() {
        StoreProbe first = store();
        first.open();

        StoreProbe second = store();
        assertThatThrownBy(second::open).hasMessageContaining("outbox " + path + ": in use by another");
        second.close();
        first.add(StoreProbe.message(1, QoS.AT_LEAST_ONCE, 10));
        first.close();

        StoreProbe third = store();
        assertThat(third.open().messages()).isEqualTo(1);
        third.close();
    }

    @Test
    void otherComponent_isRefused() {
        fill(List.of());

        expectRefusal(
                new StoreProbe(session -> new FileStore(path, "bob", session)),
                "belongs to the component alice, not to bob");
    }

    @Test
    void fileOfAnotherKind_isRefusedAndLeftAlone() throws IOException {
        byte[] text =
                "Dear diary, today nothing was acknowledged.\n".repeat(100).getBytes(StandardCharsets.UTF_8);
        Files.write(path, text);

        expectRefusal(store(), "is no outbox but a file of another kind; nothing in it has been changed");
        assertThat(path).hasBinaryContent(text);
    }

    @Test
    void databaseOfSomethingElse_isRefusedAndLeftAlone() throws Exception {
        change("PRAGMA journal_mode = WAL", "CREATE TABLE song (title TEXT)", "INSERT INTO song VALUES ('x')");
        byte[] before = Files.readAllBytes(path);

        expectRefusal(store(), "is no outbox but a database of something else");
        assertThat(path).hasBinaryContent(before);
    }

    @Test
    void newerVersion_isRefused() throws Exception {
        fill(List.of());
        change("PRAGMA user_version = 2");

        expectRefusal(store(), "was written by a newer version of this library");
    }

    @Test
    void folderMissing_isSaid() {
        path = folder.resolve("nowhere").resolve("outbox");

        expectRefusal(store(), "cannot be opened");
    }

    @Test
    void changedMessage_isDamageAndLeftAlone() throws Exception {
        fill(StoreProbe.messages(1, 3, QoS.AT_LEAST_ONCE));
        change("UPDATE message SET body = zeroblob(length(body)) WHERE sequence = 2");
        byte[] before = Files.readAllBytes(path);

        expectRefusal(store(), "damaged, message 2 is not what was written; nothing in it has been changed");
        assertThat(path).hasBinaryContent(before);
    }

    @Test
    void changedBytes_anywhere_areNeverTakenForMessages() throws Exception {
        List<Kept> messages = StoreProbe.messages(1, 200, QoS.AT_LEAST_ONCE);
        fill(messages);
        byte[] whole = Files.readAllBytes(path);
        int found = 0;
        for (int at = 100; at < whole.length; at += 997) {
            Files.write(path, whole);
            flip(at);
            StoreProbe store = store();
            try {
                assertThat(store.open().messages()).isEqualTo(messages.size());
                assertThat(store.read(0))
                        .usingRecursiveFieldByFieldElementComparator()
                        .isEqualTo(messages);
            } catch (java.util.concurrent.CompletionException damaged) {
                assertThat(damaged).hasRootCauseInstanceOf(Exception.class).hasMessageContaining("outbox " + path);
                found++;
            } finally {
                store.close();
            }
        }
        assertThat(found).isPositive();
    }

    private void flip(int at) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(at);
            int before = file.read();
            file.seek(at);
            file.write(before ^ 0x10);
        }
    }

    private void change(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path.toUri());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static void expectRefusal(StoreProbe store, String sentence) {
        assertThatThrownBy(store::open).hasMessageContaining(sentence);
        store.close();
    }
}
