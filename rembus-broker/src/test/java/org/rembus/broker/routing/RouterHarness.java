package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.rembus.broker.journal.Journal;
import org.rembus.broker.journal.TwinStore;
import org.rembus.broker.journal.memory.MemoryJournal;
import org.rembus.broker.journal.memory.MemoryTwinStore;
import org.rembus.broker.journal.memory.SteppedJournal;
import org.rembus.broker.routing.options.RouterOptions;
import org.rembus.broker.routing.slow.DropReason;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Status;

/**
 * The real router over a journal in memory, with peers that need no socket and a clock that a test moves.
 *
 * <p>What peers say is handled at once, within a turn of the router; {@link #turn} ends it, and goes on until nothing is
 * left to do.
 */
public final class RouterHarness {
    /** The broker's name. */
    public static final String BROKER = "broker";

    private static final long EPOCH = 0x1234_5678_9ABC_DEF0L;
    private static final long MAX_JOURNAL_BYTES = 64 * 1024 * 1024;
    private static final int MAX_TURNS = 100_000;

    private final ManualClock clock;
    private final RecordedNotices notices = new RecordedNotices();
    private final List<FakePeer> peers = new ArrayList<>();
    private final Router router;
    private boolean inTurn;

    private RouterHarness(RouterOptions options, Journal journal, TwinStore store, ManualClock clock, int life) {
        this.clock = clock;
        this.router = new Router(options, journal, store, new SplittableRandom(42 + life), notices);
    }

    /** With the options of a broker that nobody configured. */
    public static RouterHarness start() {
        return start(options().build());
    }

    public static RouterHarness start(RouterOptions options) {
        return start(options, MAX_JOURNAL_BYTES);
    }

    /**
     * With a journal of this size.
     *
     * @param maxJournalBytes how much the journal keeps
     */
    public static RouterHarness start(RouterOptions options, long maxJournalBytes) {
        MemoryTwinStore store = new MemoryTwinStore();
        return start(options, new MemoryJournal(store, EPOCH, maxJournalBytes), store);
    }

    /** Over a journal and a store that may hold what an earlier router has put there. */
    public static RouterHarness start(RouterOptions options, Journal journal, TwinStore store) {
        return start(options, journal, store, new ManualClock());
    }

    public static RouterHarness start(RouterOptions options, Journal journal, TwinStore store, ManualClock clock) {
        return start(options, journal, store, clock, 0);
    }

    /** @param life how many routers were there before: each draws other numbers, as those of a real broker do */
    public static RouterHarness start(
            RouterOptions options, Journal journal, TwinStore store, ManualClock clock, int life) {
        return new RouterHarness(options, journal, store, clock, life);
    }

    /** Over a journal that does something only when told. */
    public static RouterHarness start(RouterOptions options, SteppedJournal journal) {
        return start(options, journal, journal.store());
    }

    /** The options of a broker that nobody configured, to be changed. */
    public static OptionsBuilder options() {
        return new OptionsBuilder(RouterOptions.defaults(BROKER, "1.2.3"));
    }

    public ManualClock clock() {
        return clock;
    }

    public Router router() {
        return router;
    }

    public RecordedNotices notices() {
        return notices;
    }

    public long count(Counters.Count what) {
        return router.counters().get(what);
    }

    public long dropped(DropReason why) {
        return router.counters().get(why);
    }

    /** An anonymous peer of the newest kind. */
    public FakePeer connect() {
        return connect(PeerKind.GEN2);
    }

    public FakePeer connect(PeerKind kind) {
        FakePeer peer = new FakePeer(this, kind, peers.size() + 1);
        peers.add(peer);
        enterTurn();
        peer.opened(router.onOpened(peer));
        return peer;
    }

    /** A named peer, which the router has let in. */
    public FakePeer connect(PeerKind kind, String name) {
        FakePeer peer = connect(kind);
        MessageId id = peer.identify(name);
        turn();
        assertThat(peer.answerTo(id).status()).isEqualTo(Status.SUCCESS);
        peer.forgetReceived();
        return peer;
    }

    public FakePeer connect(String name) {
        return connect(PeerKind.GEN2, name);
    }

    /** A named peer that is subscribed to this topic from now on, and reactive. */
    public FakePeer subscriber(PeerKind kind, String name, String topic, Object msgFrom) {
        FakePeer peer = connect(kind, name);
        peer.subscribe(topic, msgFrom);
        peer.reactive();
        turn();
        assertThat(peer.received(Message.Response.class))
                .extracting(Message.Response::status)
                .containsExactly(Status.SUCCESS, Status.SUCCESS);
        peer.received().removeIf(Message.Response.class::isInstance);
        return peer;
    }

    public FakePeer subscriber(String name, String topic) {
        return subscriber(PeerKind.GEN2, name, topic, 0.0);
    }

    /** Makes sure that a turn has begun. */
    void enterTurn() {
        if (!inTurn) {
            inTurn = true;
            router.advance(clock.nowNs(), clock.epochNs());
        }
    }

    /** Ends the turn, and has more of them until there is nothing left to do. */
    public void turn() {
        for (int turns = 0; turns < MAX_TURNS; turns++) {
            if (!singleTurn()) {
                return;
            }
        }
        throw new AssertionError("the router does not come to rest");
    }

    /** Ends the turn; whether there is more to do. */
    public boolean singleTurn() {
        enterTurn();
        boolean busy = router.endTurn();
        inTurn = false;
        for (FakePeer peer : new ArrayList<>(peers)) {
            busy |= peer.betweenTurns();
        }
        return busy;
    }

    /** Lets time pass in one step, then has turns. */
    public void advance(Duration duration) {
        turn();
        clock.advance(duration);
        turn();
    }

    /** Lets time pass in steps, with turns between them, as a loop that ticks would. */
    public void advance(Duration duration, Duration step) {
        for (Duration passed = Duration.ZERO; passed.compareTo(duration) < 0; passed = passed.plus(step)) {
            advance(step);
        }
    }
}
