package org.rembus.client.outbox;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rembus.client.session.Kept;
import org.rembus.client.session.OutboxStore;

/** An outbox's file whose disk fails when a test wants it to. */
final class FaultyFile implements OutboxFile {
    private final OutboxFile file;
    private volatile @Nullable OutboxFileException additions;
    private volatile @Nullable OutboxFileException commits;
    private volatile @Nullable OutboxFileException rollbacks;

    FaultyFile(OutboxFile file) {
        this.file = file;
    }

    void failAdditionsWith(int code) {
        additions = failure(code);
    }

    void failCommitsWith(int code) {
        commits = failure(code);
    }

    void failRollbacks() {
        rollbacks = failure(1);
    }

    /** Nothing fails any more. */
    void work() {
        additions = null;
        commits = null;
        rollbacks = null;
    }

    private static OutboxFileException failure(int code) {
        return OutboxFileException.of(Path.of("outbox"), new SQLException("the disk fails", null, code));
    }

    private static void check(@Nullable OutboxFileException failure) throws OutboxFileException {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public OutboxStore.Contents contents() throws OutboxFileException {
        return file.contents();
    }

    @Override
    public void add(Kept message) throws OutboxFileException {
        check(additions);
        file.add(message);
    }

    @Override
    public void acknowledge(long sequence) throws OutboxFileException {
        file.acknowledge(sequence);
    }

    @Override
    public void remove(long sequence) throws OutboxFileException {
        file.remove(sequence);
    }

    @Override
    public void commit() throws OutboxFileException {
        check(commits);
        file.commit();
    }

    @Override
    public void rollback() throws OutboxFileException {
        check(rollbacks);
        file.rollback();
    }

    @Override
    public List<Kept> read(long after) throws OutboxFileException {
        return file.read(after);
    }

    @Override
    public void close() throws OutboxFileException {
        file.close();
    }
}
