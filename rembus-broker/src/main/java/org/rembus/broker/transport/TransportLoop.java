package org.rembus.broker.transport;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.rembus.broker.routing.connection.Acceptor;
import org.rembus.broker.routing.connection.Outgoing;
import org.rembus.broker.transport.memory.BufferBudget;
import org.rembus.broker.transport.memory.SharedPayloads;
import org.rembus.broker.transport.translation.LongTexts;
import org.rembus.broker.transport.translation.Translations;
import org.rembus.protocol.Payload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that the router and its connections run on, with what the connections on it share. Started by
 * {@link #start}; listeners use it, whoever started it closes it after them.
 */
public final class TransportLoop implements AutoCloseable {
    /** Socket bytes are copied here to be read; also the most that one read takes. */
    public static final int RECEIVE_BYTES = 64 * 1024;

    private static final int FRAME_BYTES = 2 * Outgoing.MAX_COPIED_BYTES;

    private static final Logger LOGGER = LoggerFactory.getLogger(TransportLoop.class);
    private static final Turns NO_TURNS = new Turns() {
        @Override
        public void begin() {}

        @Override
        public void end() {}
    };
    private static final int LOG_LINES_PER_SECOND = 10;
    private static final long RECOVERY_CHECK_MS = 20;

    private record Waiting(BooleanSupplier hasEnough, Runnable goOn) {}

    private enum Kind {
        FAILED_TURN
    }

    private final EventLoop eventLoop;
    private final BufferBudget budget;
    private final LongSupplier clockNs;
    private final Traffic traffic = new Traffic();
    private final Admission admission;
    private final FloodLog log;
    private final Aside aside = new Aside();

    // -- used on the loop only --
    private final SharedPayloads payloads;
    private final Translations translations = new Translations();
    private final LongTexts longTexts = new LongTexts(aside, this::execute);
    private final byte[] receiveBuffer = new byte[RECEIVE_BYTES];
    private final byte[] frameBuffer = new byte[FRAME_BYTES];
    private final Runnable endOfTurn = this::endTurn;
    private List<Runnable> dirty = new ArrayList<>();
    private List<Runnable> flushing = new ArrayList<>();
    private List<Waiting> waiting = new ArrayList<>();
    private Turns turns = NO_TURNS;
    private boolean inTurn;
    private boolean checkScheduled;

    /**
     * On a loop that somebody else runs.
     *
     * @param clockNs as {@link System#nanoTime()}
     */
    public TransportLoop(EventLoop eventLoop, BufferBudget budget, Admission admission, LongSupplier clockNs) {
        this.eventLoop = eventLoop;
        this.budget = budget;
        this.admission = admission;
        this.clockNs = clockNs;
        this.payloads = new SharedPayloads(budget);
        this.log = new FloodLog(LoggerFactory.getLogger(FloodLog.PEERS), LOG_LINES_PER_SECOND, clockNs);
    }

    /** Starts a thread. */
    public static TransportLoop start(BufferBudget budget, Admission admission, LongSupplier clockNs) {
        DefaultThreadFactory threads = new DefaultThreadFactory("rembus-loop");
        return new TransportLoop(
                new MultiThreadIoEventLoopGroup(1, threads, NioIoHandler.newFactory()).next(),
                budget,
                admission,
                clockNs);
    }

    /** Runs tasks and timers on this thread. */
    public EventLoop eventLoop() {
        return eventLoop;
    }

    /** Whether the caller is this thread, as nearly everything demands. */
    public boolean isCurrent() {
        return eventLoop.inEventLoop();
    }

    /**
     * Reads on another thread what would hold this one for longer than a moment.
     *
     * @param inputBytes how much came in, which counts as held meanwhile
     * @param reading gives what is then to be done on this thread
     * @param onFailed called on this thread instead if the reading failed, and after what is to be done if that failed
     */
    public void readAside(int inputBytes, Supplier<Runnable> reading, Consumer<Throwable> onFailed) {
        budget.inputs().takeAnyway(inputBytes);
        aside.execute(() -> {
            Runnable rest = outcome(reading, onFailed);
            execute(() -> {
                budget.inputs().giveBack(inputBytes);
                rest.run();
            });
        });
    }

    private static Runnable outcome(Supplier<Runnable> reading, Consumer<Throwable> onFailed) {
        try {
            Runnable rest = reading.get();
            return () -> {
                try {
                    rest.run();
                } catch (RuntimeException failed) {
                    onFailed.accept(failed);
                }
            };
        } catch (RuntimeException | Error failed) {
            return () -> onFailed.accept(failed);
        }
    }

    /** Runs a task on this thread, soon; called by any. When the thread has ended, so has everything that the task was for. */
    public void execute(Runnable task) {
        try {
            eventLoop.execute(task);
        } catch (RejectedExecutionException ended) {
            LOGGER.debug("the loop has ended before one of its tasks", ended);
        }
    }

    public BufferBudget budget() {
        return budget;
    }

    /** A fault of ours closes a connection: logged and counted. */
    public void onFault(String peer, String what, Throwable cause) {
        log().error(Traffic.Count.CLOSED_FAILURE, peer, "closed because " + what, cause);
        traffic.increment(Traffic.Count.CLOSED_FAILURE);
    }

    /** How many connections there may be. */
    public Admission admission() {
        return admission;
    }

    public Traffic traffic() {
        return traffic;
    }

    /** The time, as {@link System#nanoTime()}. */
    public long nowNs() {
        return clockNs.getAsLong();
    }

    /** For what peers do wrong, and what fails because of it. */
    public FloodLog log() {
        return log;
    }

    /** {@value #RECEIVE_BYTES} bytes for whoever is reading; its contents last until the read returns. */
    public byte[] receiveBuffer() {
        return receiveBuffer;
    }

    /** Room for a frame whose payload {@linkplain Outgoing#MAX_COPIED_BYTES is copied}; its contents last as long as the call. */
    public byte[] frameBuffer() {
        return frameBuffer;
    }

    /** Gives the JSON of a payload. */
    public Function<Payload, byte[]> translations() {
        return translations;
    }

    /** Gives the JSON of messages that are too long for {@link #translations}. */
    public LongTexts longTexts() {
        return longTexts;
    }

    public SharedPayloads payloads() {
        return payloads;
    }

    /** Who hears of turns. Set once, before anything connects. */
    public void turnWith(Turns listener) {
        turns = listener;
    }

    /** An acceptor that is only called within turns. */
    public Acceptor inTurns(Acceptor acceptor) {
        return new TurnAcceptor(this, acceptor);
    }

    /** Makes sure that a turn has begun. It ends when all that is at hand has been handled. */
    public void enterTurn() {
        assert isCurrent();
        if (!inTurn) {
            inTurn = true;
            eventLoop.execute(endOfTurn);
            guard(turns::begin);
        }
    }

    /** What fails in a turn is a fault of ours, and not of the peer whose message began or ended the turn. */
    private void guard(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException | Error e) {
            log.error(Kind.FAILED_TURN, "broker", "a part of a turn of the loop failed", e);
        }
    }

    /** Begins a turn at least this often, so that what is due gets done. */
    public void tickEvery(Duration period) {
        eventLoop.scheduleAtFixedRate(this::enterTurn, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
        eventLoop.scheduleAtFixedRate(log::sayWhatWasLeftOut, 1, 1, TimeUnit.SECONDS);
    }

    /** Has something written out when all that is at hand has been handled. */
    public void flushAtEndOfTurn(Runnable flush) {
        enterTurn();
        dirty.add(flush);
    }

    private void endTurn() {
        guard(turns::end);
        inTurn = false;
        translations.forget();
        longTexts.forget();
        List<Runnable> flushes = dirty;
        dirty = flushing;
        flushing = flushes;
        flushes.forEach(this::guard);
        flushes.clear();
    }

    /** After a refusal for want of budget: calls back, once, when there is enough of it again. */
    public void whenBudgetRecovers(BooleanSupplier hasEnough, Runnable goOn) {
        waiting.add(new Waiting(hasEnough, goOn));
        scheduleRecoveryCheck();
    }

    private void scheduleRecoveryCheck() {
        if (!checkScheduled && !waiting.isEmpty()) {
            checkScheduled = true;
            eventLoop.schedule(this::checkRecovery, RECOVERY_CHECK_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void checkRecovery() {
        checkScheduled = false;
        List<Waiting> all = waiting;
        waiting = new ArrayList<>();
        for (Waiting each : all) {
            if (each.hasEnough.getAsBoolean()) {
                each.goOn.run();
            } else {
                waiting.add(each);
            }
        }
        scheduleRecoveryCheck();
    }

    /** Ends the thread, after what it is doing. Not to be called on it. */
    @Override
    public void close() {
        eventLoop.parent().shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        aside.close();
    }
}
