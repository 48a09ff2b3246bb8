package org.rembus.client.outbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rembus.client.session.Kept;
import org.rembus.client.session.OutboxStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps messages in a file: what it reports as stored is on disk. A thread of its own does the work; what has queued
 * meanwhile is one transaction. The queue is bounded by the outbox, which counts what it has handed over.
 *
 * <p>When the disk is full, messages are refused and everything else goes on. After any other failure the file is not
 * written any more: whether what was not confirmed is there cannot be known before it is opened again.
 */
public final class FileStore implements OutboxStore {
    private static final Logger LOG = LoggerFactory.getLogger(FileStore.class);
    private static final int MAX_BATCH = 4096;

    private final Path path;
    private final String owner;
    private final Executor session;
    private final Opener opener;
    private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();

    // -- on the session's thread --
    private boolean isStarted;

    // -- on the thread of the store --
    private final List<Change> changes = new ArrayList<>();
    private @Nullable OutboxFile file;
    private @Nullable Opening opening;
    private @Nullable OutboxFileException failure;
    private boolean isClosed;

    /** How files are opened. */
    @FunctionalInterface
    interface Opener {
        OutboxFile open(Path path, String owner) throws OutboxFileException;
    }

    /**
     * @param owner the component's name
     * @param session runs what is called back, one after the other, in the order in which it is handed over
     */
    public FileStore(Path path, String owner, Executor session) {
        this(path, owner, session, SqliteFile::open);
    }

    FileStore(Path path, String owner, Executor session, Opener opener) {
        this.opener = opener;
        this.path = path.toAbsolutePath();
        this.owner = owner;
        this.session = session;
    }

    private sealed interface Task {}

    private sealed interface Change extends Task {}

    private record Open(Opening opening) implements Task {}

    private record Add(Kept message, Outcome outcome) implements Change {}

    private record Acknowledge(long sequence, Outcome outcome) implements Change {}

    private record Remove(long sequence) implements Change {}

    private record Read(long after, Reading reading) implements Task {}

    private record Close(Runnable done) implements Task {}

    // -- for the session --

    @Override
    public void open(Opening result) {
        hand(new Open(result));
    }

    @Override
    public void add(Kept message, Outcome outcome) {
        hand(new Add(message, outcome));
    }

    @Override
    public void acknowledge(Kept message, Outcome outcome) {
        hand(new Acknowledge(message.sequence(), outcome));
    }

    @Override
    public void remove(long sequence) {
        hand(new Remove(sequence));
    }

    @Override
    public void read(long after, Reading reading) {
        hand(new Read(after, reading));
    }

    @Override
    public boolean isLasting() {
        return true;
    }

    @Override
    public void close(Consumer<Kept> lost, Runnable done) {
        hand(new Close(done));
    }

    private void hand(Task task) {
        tasks.add(task);
        if (!isStarted) {
            isStarted = true;
            Thread.ofPlatform().daemon().name("rembus-outbox").start(this::work);
        }
    }

    // -- on the thread of the store --

    private void work() {
        List<Task> batch = new ArrayList<>();
        while (!isClosed) {
            try {
                batch.add(tasks.take());
            } catch (InterruptedException nobodyHasReasonTo) {
                LOG.warn("outbox {}: its thread was interrupted, and goes on", path);
                continue;
            }
            tasks.drainTo(batch, MAX_BATCH);
            batch.forEach(this::carryOut);
            commit();
            batch.clear();
        }
    }

    private void carryOut(Task task) {
        if (task instanceof Change change) {
            changes.add(change);
            return;
        }
        commit();
        switch (task) {
            case Open open -> open(open);
            case Read read -> read(read);
            case Close close -> close(close);
            case Change change -> throw new IllegalStateException("a change is not carried out alone");
        }
    }

    private void open(Open task) {
        opening = task.opening;
        try {
            OutboxFile opened = opener.open(path, owner);
            file = opened;
            Contents contents = opened.contents();
            session.execute(() -> task.opening.onOpened(contents));
        } catch (OutboxFileException cause) {
            failure = cause;
            session.execute(() -> task.opening.onFailed(cause));
        }
    }

    /** Makes all that has been gathered durable, then says so. */
    private void commit() {
        if (changes.isEmpty()) {
            return;
        }
        List<Change> batch = List.copyOf(changes);
        changes.clear();
        OutboxFileException cause = write(batch);
        if (cause == null) {
            session.execute(() -> batch.forEach(FileStore::reportStored));
        } else if (cause.isFull() && batch.stream().anyMatch(Add.class::isInstance)) {
            commitWithoutAdditions(batch, cause);
        } else {
            fail(cause);
            session.execute(() -> batch.forEach(change -> reportFailed(change, cause)));
        }
    }

    /** There is no room for more messages; that some are not needed any more is noted all the same. */
    private void commitWithoutAdditions(List<Change> batch, OutboxFileException full) {
        session.execute(
                () -> batch.stream().filter(Add.class::isInstance).forEach(addition -> reportFailed(addition, full)));
        batch.stream().filter(change -> !(change instanceof Add)).forEach(changes::add);
        commit();
    }

    /** @return why not; null when it is done */
    private @Nullable OutboxFileException write(List<Change> batch) {
        OutboxFile open;
        try {
            open = usable();
        } catch (OutboxFileException cause) {
            return cause;
        }
        try {
            for (Change change : batch) {
                switch (change) {
                    case Add add -> open.add(add.message);
                    case Acknowledge acknowledge -> open.acknowledge(acknowledge.sequence);
                    case Remove remove -> open.remove(remove.sequence);
                }
            }
            open.commit();
            return null;
        } catch (OutboxFileException cause) {
            return takeBack(open, cause);
        }
    }

    /** The reason, unless taking back what was written half fails as well: then nothing is certain any more. */
    private OutboxFileException takeBack(OutboxFile open, OutboxFileException cause) {
        try {
            open.rollback();
            return cause;
        } catch (OutboxFileException another) {
            another.addSuppressed(cause);
            return OutboxFileException.notRestored(path, another);
        }
    }

    private void read(Read task) {
        try {
            List<Kept> page = usable().read(task.after);
            session.execute(() -> task.reading.onPage(page));
        } catch (OutboxFileException cause) {
            fail(cause);
            session.execute(() -> task.reading.onFailed(cause));
        }
    }

    private OutboxFile usable() throws OutboxFileException {
        OutboxFile open = file;
        if (failure != null) {
            throw failure;
        }
        if (open == null) {
            throw OutboxFileException.of(path, "is not open");
        }
        return open;
    }

    private void fail(OutboxFileException cause) {
        Opening told = opening;
        if (failure == null) {
            failure = cause;
            if (told != null) {
                session.execute(() -> told.onBroken(cause));
            }
        }
    }

    private void close(Close task) {
        isClosed = true;
        try {
            if (file != null) {
                file.close();
            }
        } catch (OutboxFileException cause) {
            LOG.warn("{}", cause.getMessage(), cause);
        }
        session.execute(task.done);
    }

    private static void reportStored(Change change) {
        switch (change) {
            case Add add -> add.outcome.onStored();
            case Acknowledge acknowledge -> acknowledge.outcome.onStored();
            case Remove remove -> {}
        }
    }

    private static void reportFailed(Change change, Throwable cause) {
        switch (change) {
            case Add add -> add.outcome.onFailed(cause);
            case Acknowledge acknowledge -> acknowledge.outcome.onFailed(cause);
            case Remove remove -> {}
        }
    }
}
