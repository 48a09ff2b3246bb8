package org.rembus.client.outbox;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.rembus.client.session.Kept;
import org.rembus.client.session.OutboxStore;
import org.rembus.protocol.ProtocolException;

/**
 * The SQLite database of one component's outbox: a row for each message. Used by one thread.
 *
 * <p>SQLite has no checksums of its own in a database; each row has one here: that of its sequence and message, all bits
 * turned round once it is acknowledged.
 */
final class SqliteFile implements OutboxFile {
    private static final long ALL_BITS = 0xFFFF_FFFFL;

    private final Path path;
    private final Connection connection;
    private @Nullable Changes changes;

    /** @param connection opened by {@link SqliteDatabase}; it is this file's from now on */
    SqliteFile(Path path, Connection connection) {
        this.path = path;
        this.connection = connection;
    }

    /** The statements of one transaction: the driver gives up a prepared statement that has failed once. */
    private record Changes(PreparedStatement insert, PreparedStatement acknowledge, PreparedStatement delete)
            implements AutoCloseable {
        static Changes prepare(Connection connection) throws SQLException {
            return new Changes(
                    connection.prepareStatement("INSERT INTO message VALUES (?, 0, ?, ?)"),
                    connection.prepareStatement("UPDATE message SET acknowledged = 1, checksum = " + ALL_BITS
                            + " - checksum WHERE sequence = ? AND acknowledged = 0"),
                    connection.prepareStatement("DELETE FROM message WHERE sequence = ?"));
        }

        @Override
        public void close() throws SQLException {
            insert.close();
            acknowledge.close();
            delete.close();
        }
    }

    /**
     * Opens the file, or makes it. It stays locked until it is closed.
     *
     * @param owner the component's name: an outbox is that of one component
     */
    static SqliteFile open(Path path, String owner) throws OutboxFileException {
        return new SqliteFile(path, SqliteDatabase.open(path, owner));
    }

    @Override
    public OutboxStore.Contents contents() throws OutboxFileException {
        long last = 0;
        int messages = 0;
        long bytes = 0;
        List<Kept> acknowledged = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT sequence, body, checksum, acknowledged FROM message ORDER BY sequence")) {
            while (rows.next()) {
                Kept kept = read(rows);
                last = kept.sequence();
                messages++;
                bytes += kept.message().length;
                if (rows.getInt(4) != 0) {
                    acknowledged.add(kept);
                }
            }
        } catch (SQLException failure) {
            throw OutboxFileException.of(path, failure);
        }
        return new OutboxStore.Contents(last, messages, bytes, acknowledged);
    }

    @Override
    public void add(Kept message) throws OutboxFileException {
        run(() -> {
            PreparedStatement insert = changes().insert;
            insert.setLong(1, message.sequence());
            insert.setBytes(2, message.message());
            insert.setLong(3, checksum(message.sequence(), message.message()));
            insert.executeUpdate();
        });
    }

    @Override
    public void acknowledge(long sequence) throws OutboxFileException {
        run(() -> {
            PreparedStatement acknowledge = changes().acknowledge;
            acknowledge.setLong(1, sequence);
            acknowledge.executeUpdate();
        });
    }

    @Override
    public void remove(long sequence) throws OutboxFileException {
        run(() -> {
            PreparedStatement delete = changes().delete;
            delete.setLong(1, sequence);
            delete.executeUpdate();
        });
    }

    /** Those of the transaction under way; one begins if there is none. */
    private Changes changes() throws SQLException {
        Changes underWay = changes;
        if (underWay == null) {
            SqliteDatabase.execute(connection, "BEGIN IMMEDIATE");
            underWay = Changes.prepare(connection);
            changes = underWay;
        }
        return underWay;
    }

    @Override
    public void commit() throws OutboxFileException {
        run(() -> {
            if (changes != null) {
                changes.close();
                SqliteDatabase.execute(connection, "COMMIT");
                changes = null;
            }
        });
    }

    @Override
    public void rollback() throws OutboxFileException {
        run(() -> {
            if (changes != null) {
                changes.close();
                changes = null;
                endTransaction();
            }
        });
    }

    private void endTransaction() throws SQLException {
        try {
            SqliteDatabase.execute(connection, "ROLLBACK");
        } catch (SQLException doneAlready) {
            // After some failures SQLite has rolled back by itself; then, and only then, a new transaction can begin.
            SqliteDatabase.execute(connection, "BEGIN");
            SqliteDatabase.execute(connection, "ROLLBACK");
        }
    }

    @Override
    public List<Kept> read(long after) throws OutboxFileException {
        List<Kept> page = new ArrayList<>();
        long bytes = 0;
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT sequence, body, checksum, acknowledged FROM message WHERE sequence > ? AND acknowledged = 0"
                        + " ORDER BY sequence LIMIT " + OutboxStore.PAGE_MESSAGES)) {
            select.setLong(1, after);
            try (ResultSet rows = select.executeQuery()) {
                while (bytes < OutboxStore.PAGE_BYTES && rows.next()) {
                    Kept kept = read(rows);
                    bytes += kept.message().length;
                    page.add(kept);
                }
            }
        } catch (SQLException failure) {
            throw OutboxFileException.of(path, failure);
        }
        return page;
    }

    private Kept read(ResultSet row) throws SQLException, OutboxFileException {
        long sequence = row.getLong(1);
        byte[] body = row.getBytes(2);
        long checksum = checksum(sequence, body);
        if (row.getLong(3) != (row.getInt(4) == 0 ? checksum : ALL_BITS - checksum)) {
            throw OutboxFileException.damaged(path, "message " + sequence + " is not what was written");
        }
        try {
            return Kept.read(sequence, body);
        } catch (ProtocolException unreadable) {
            throw OutboxFileException.damaged(
                    path, "message " + sequence + " cannot be read: " + unreadable.getMessage());
        }
    }

    private static long checksum(long sequence, byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, sequence));
        crc.update(body);
        return crc.getValue();
    }

    @Override
    public void close() throws OutboxFileException {
        run(connection::close);
    }

    /** Something done with the database. */
    @FunctionalInterface
    private interface Step {
        void run() throws SQLException;
    }

    private void run(Step step) throws OutboxFileException {
        try {
            step.run();
        } catch (SQLException failure) {
            throw OutboxFileException.of(path, failure);
        }
    }
}
