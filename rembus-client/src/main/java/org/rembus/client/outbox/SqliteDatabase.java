package org.rembus.client.outbox;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * How the database of an outbox is opened: locked, with full synchronisation, and checked.
 *
 * <p>It is in the journal mode PERSIST: when a commit returns, the database itself has the changes, on disk. A transaction
 * that was cut off by a crash is rolled back when the file is opened next, which is how a torn end differs from damage. The
 * write-ahead log, in contrast, ends silently where its checksums do, whatever comes after.
 *
 * <p>The lock is SQLite's exclusive one, so that a second user of the file is refused, of this process or another.
 */
final class SqliteDatabase {
    /** "RBOX", so that a database of something else is not taken for an outbox. */
    private static final int APPLICATION_ID = 0x52424F58;

    private static final int VERSION = 1;
    private static final int JOURNAL_BYTES = 4 << 20;

    private final Path path;
    private final Connection connection;

    /** What a file turns out to be. */
    private enum State {
        EMPTY,
        OUTBOX
    }

    private SqliteDatabase(Path path, Connection connection) {
        this.path = path;
        this.connection = connection;
    }

    /** See {@link SqliteFile#open}. */
    static Connection open(Path path, String owner) throws OutboxFileException {
        Connection connection = connect(path);
        SqliteDatabase database = new SqliteDatabase(path, connection);
        try {
            database.lock();
            State state = database.look();
            database.check();
            database.prepare();
            if (state == State.EMPTY) {
                database.create(owner);
            }
            database.expectOwner(owner);
            return connection;
        } catch (SQLException failure) {
            close(connection, failure);
            throw OutboxFileException.of(path, failure);
        } catch (OutboxFileException failure) {
            close(connection, failure);
            throw failure;
        }
    }

    /** Closes it after a failure, to which a further one is added. */
    static void close(Connection connection, Exception failure) {
        try {
            connection.close();
        } catch (SQLException another) {
            failure.addSuppressed(another);
        }
    }

    private static Connection connect(Path path) throws OutboxFileException {
        // A URI, in which no character of the path has a meaning of its own.
        String url = "jdbc:sqlite:" + path.toUri();
        try {
            return DriverManager.getConnection(url);
        } catch (SQLException failure) {
            boolean isDriverMissing = DriverManager.drivers().noneMatch(driver -> accepts(driver, url));
            throw isDriverMissing
                    ? OutboxFileException.of(path, "needs the library org.xerial:sqlite-jdbc on the class path")
                    : OutboxFileException.of(path, failure);
        }
    }

    private static boolean accepts(Driver driver, String url) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException notEvenThat) {
            return false;
        }
    }

    private void lock() throws SQLException {
        execute("PRAGMA busy_timeout = 0");
        execute("PRAGMA locking_mode = EXCLUSIVE");
        execute("BEGIN EXCLUSIVE");
        execute("COMMIT");
    }

    private void prepare() throws SQLException {
        execute("PRAGMA journal_mode = PERSIST");
        execute("PRAGMA journal_size_limit = " + JOURNAL_BYTES);
        execute("PRAGMA synchronous = EXTRA");
        execute("PRAGMA fullfsync = ON"); // macOS: fsync alone leaves data in the drive's cache
        execute("PRAGMA trusted_schema = OFF");
    }

    /** Nothing is changed before it is known whose file this is. */
    private State look() throws SQLException, OutboxFileException {
        long tables = number("SELECT count(*) FROM sqlite_schema");
        long application = number("PRAGMA application_id");
        long version = number("PRAGMA user_version");
        if (tables == 0 && application == 0 && version == 0) {
            return State.EMPTY;
        }
        if (application != APPLICATION_ID) {
            throw OutboxFileException.of(path, "is no outbox but a database of something else");
        }
        if (version != VERSION) {
            throw OutboxFileException.of(path, "was written by a newer version of this library");
        }
        return State.OUTBOX;
    }

    private void expectOwner(String owner) throws SQLException, OutboxFileException {
        String name = text("SELECT name FROM owner");
        if (!name.equals(owner)) {
            throw OutboxFileException.of(path, "belongs to the component " + name + ", not to " + owner);
        }
    }

    private void create(String owner) throws SQLException {
        execute("BEGIN EXCLUSIVE");
        execute("CREATE TABLE owner (name TEXT NOT NULL) STRICT");
        execute("CREATE TABLE message (sequence INTEGER PRIMARY KEY, acknowledged INTEGER NOT NULL, body BLOB NOT NULL,"
                + " checksum INTEGER NOT NULL) STRICT");
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO owner VALUES (?)")) {
            statement.setString(1, owner);
            statement.executeUpdate();
        }
        execute("PRAGMA application_id = " + APPLICATION_ID);
        execute("PRAGMA user_version = " + VERSION);
        execute("COMMIT");
    }

    private void check() throws SQLException, OutboxFileException {
        String finding = text("PRAGMA quick_check(1)");
        if (!finding.equals("ok")) {
            throw OutboxFileException.damaged(path, finding);
        }
    }

    private void execute(String sql) throws SQLException {
        execute(connection, sql);
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long number(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private String text(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }
}
