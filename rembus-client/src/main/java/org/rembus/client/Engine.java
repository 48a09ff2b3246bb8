package org.rembus.client;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.rembus.client.connection.Bursts;
import org.rembus.client.connection.CommandQueue;
import org.rembus.client.connection.Connector;
import org.rembus.client.connection.Destination;
import org.rembus.client.connection.EventLoops;
import org.rembus.client.connection.LocalEvents;
import org.rembus.client.connection.LocalWay;
import org.rembus.client.connection.OpenLink;
import org.rembus.client.connection.OutputBudget;
import org.rembus.client.connection.Way;
import org.rembus.client.handlers.Activity;
import org.rembus.client.handlers.BuiltIn;
import org.rembus.client.handlers.Dispatcher;
import org.rembus.client.handlers.Outcomes;
import org.rembus.client.handlers.Surroundings;
import org.rembus.client.order.Relay;
import org.rembus.client.outbox.FileStore;
import org.rembus.client.session.Failure;
import org.rembus.client.session.MemoryStore;
import org.rembus.client.session.MessageIds;
import org.rembus.client.session.Operation;
import org.rembus.client.session.OutboxStore;
import org.rembus.client.session.Session;
import org.rembus.client.session.SessionConfig;
import org.rembus.client.session.SessionEvents;
import org.rembus.client.tracing.Tracing;
import org.rembus.client.tracing.VerbSpan;
import org.rembus.protocol.BrokerEvent;
import org.rembus.protocol.Encoding;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Rid;
import org.rembus.protocol.TraceContext;
import org.rembus.protocol.cbor.MessageEncoder;
import org.rembus.protocol.cbor.TraceCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One component's parts, put together on one event loop: session, dispatcher and links belong to the loop; everything else
 * comes to it through the command queue.
 */
final class Engine implements SessionEvents, LocalEvents, Outcomes {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    /** More than a broker adds to a message that it passes on. */
    private static final int ADDED_BYTES = 64 * 1024;

    /** By how much a text may be longer than the CBOR that it was: base64 is by a third, and arguments may be there twice. */
    private static final long JSON_FACTOR = 4;

    private final ComponentOptions options;
    private final String name;
    private final EventLoops.Lease lease;
    private final EventLoop loop;
    private final CommandQueue commands;
    private final OutputBudget budget = new OutputBudget();
    private final Bursts bursts;
    private final MessageIds ids =
            new MessageIds(() -> ThreadLocalRandom.current().nextLong());
    private final Activity activity = new Activity();
    private final Relay completer;
    private final Announcer announcer;
    private final Dispatcher dispatcher;
    private final Session session;
    private final Way way;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> outboxClosed = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final AtomicBoolean isClosing = new AtomicBoolean();
    private final long originNs = System.nanoTime();
    private volatile boolean isReady;
    private volatile Runnable whenReady = () -> {};

    // -- on the loop --
    private @Nullable OpenLink link;
    private @Nullable ScheduledFuture<?> tick;
    private long tickNs = Long.MAX_VALUE;
    private boolean isDraining;
    private @Nullable ScheduledFuture<?> closeDeadline;

    Engine(ComponentOptions options) {
        this.options = options;
        Rid rid = options.address().rid();
        this.name = (rid == null ? Rid.anonymous(UUID.randomUUID()) : rid).name();
        this.lease = EventLoops.acquire();
        this.loop = lease.loop();
        this.commands = new CommandQueue(loop);
        this.bursts = new Bursts(commands, budget, this::send);
        Executor workers = new Workers(options.executor());
        this.completer = new Relay(workers, this::after);
        this.announcer = new Announcer(name, options.listener(), workers);
        this.dispatcher = new Dispatcher(
                new Surroundings(workers, this::runOnLoop, this::after, this, announcer, activity, options.tracing()));
        this.session =
                new Session(config(options), store(), this::nowNs, ThreadLocalRandom.current(), ids, this, dispatcher);
        try {
            this.way = way(options);
        } catch (IllegalArgumentException wrongAddress) {
            lease.release();
            throw wrongAddress;
        }
        BuiltIn.install(dispatcher, name, this::nowNs);
    }

    private Way way(ComponentOptions how) {
        Destination destination =
                new Destination(how.address(), how.tls(), how.encoding(), longestReceived(how), how.pingInterval());
        return how.broker()
                .<Way>map(broker -> new LocalWay(broker, loop, budget, this))
                .orElseGet(() -> new Connector(destination, loop, Environment.VIRTUAL_THREADS, budget, this));
    }

    private static int longestReceived(ComponentOptions how) {
        long factor = how.encoding() == Encoding.JSON ? JSON_FACTOR : 1;
        return (int) Math.min(Integer.MAX_VALUE, factor * how.maxMessageBytes() + ADDED_BYTES);
    }

    private OutboxStore store() {
        return options.outbox()
                .file()
                .<OutboxStore>map(file -> new FileStore(file, name, this::run))
                .orElseGet(MemoryStore::new);
    }

    private static SessionConfig config(ComponentOptions options) {
        return new SessionConfig(
                options.cid(),
                options.requestTimeout().toNanos(),
                options.ackTimeout().toNanos(),
                options.sendRetries(),
                options.reconnectPeriod().toNanos(),
                options.pingInterval().toNanos(),
                options.maxInflight(),
                options.outbox().maxMessages(),
                options.outbox().maxBytes(),
                options.whenDisconnected() == ComponentOptions.WhenDisconnected.WAIT
                        ? SessionConfig.Offline.WAIT
                        : SessionConfig.Offline.FAIL,
                options.firstConnect() == ComponentOptions.FirstConnect.FAIL
                        ? SessionConfig.FirstFailure.CLOSE
                        : SessionConfig.FirstFailure.TRY_AGAIN);
    }

    /** Opens the outbox, then begins to connect. Completes when connected, or then when the first failure is not to count. */
    CompletableFuture<Void> open() {
        run(session::open);
        return opened;
    }

    // -- for any thread --

    ComponentOptions options() {
        return options;
    }

    String name() {
        return name;
    }

    boolean isReady() {
        return isReady;
    }

    /** What is done on the loop whenever there is a connection, whatever the listener does. To be set before {@link #open}. */
    void whenReady(Runnable action) {
        whenReady = action;
    }

    Tracing tracing() {
        return options.tracing();
    }

    MessageIds ids() {
        return ids;
    }

    OutputBudget budget() {
        return budget;
    }

    /** Where futures complete. */
    Executor completer() {
        return completer;
    }

    /** Nanoseconds since this was made. */
    long nowNs() {
        return System.nanoTime() - originNs;
    }

    /** Has a message sent that nobody waits for. Counts as waiting to be sent until then. See {@link Bursts#add}. */
    void fire(byte[] head, Payload data) {
        bursts.add(head, data);
    }

    private void send(Bursts.Burst burst) {
        for (int i = 0; i < burst.count(); i++) {
            int start = burst.start(i);
            if (!session.fire(burst.array(), start, burst.end(i) - start)) {
                byte[] message = Arrays.copyOfRange(burst.array(), start, burst.end(i));
                session.submit(new Operation.Fire(message, null, deadlineNs(), null));
            }
        }
        arm();
    }

    /** When the request timeout of what begins now is over. */
    long deadlineNs() {
        return nowNs() + options.requestTimeout().toNanos();
    }

    /** Has the session do this. Counts as waiting to be sent until then. */
    void submit(Operation operation) {
        int bytes = operation.message().length;
        budget.add(bytes);
        bursts.close();
        commands.add(() -> {
            budget.release(bytes);
            session.submit(operation);
            arm();
        });
    }

    /** Runs something on the loop. */
    void run(Runnable command) {
        bursts.close();
        commands.add(() -> {
            command.run();
            arm();
        });
    }

    /** Completes when the component is closed or has come to its end otherwise; then exceptionally. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /** What goes beside a message of so many bytes: nothing, when it would make it longer than messages may be. */
    @Nullable
    TraceContext beside(int messageBytes, VerbSpan span) {
        TraceContext trace = span.context();
        boolean fits = trace != null && messageBytes + TraceCodec.MAX_PREFACE_BYTES <= options.maxMessageBytes();
        return fits ? trace : null;
    }

    /** @throws IllegalArgumentException if it is longer than messages may be */
    byte[] encoded(Message message) {
        byte[] bytes = MessageEncoder.encode(message);
        checked(bytes.length);
        return bytes;
    }

    /** The length of a message, which is not longer than messages may be. */
    int checked(long messageBytes) {
        if (messageBytes > options.maxMessageBytes()) {
            throw new IllegalArgumentException("a message of " + messageBytes + " bytes, and at most "
                    + options.maxMessageBytes() + " are allowed");
        }
        return (int) messageBytes;
    }

    // -- on the loop --

    Session session() {
        assert isOwner();
        return session;
    }

    Dispatcher dispatcher() {
        assert isOwner();
        return dispatcher;
    }

    private void runOnLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    private void after(long delayNs, Runnable task) {
        try {
            loop.schedule(task, delayNs, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException loopHasEnded) {
            LOG.debug("{}: closed before its time", name, loopHasEnded);
        }
    }

    private boolean isOwner() {
        return loop.inEventLoop() || loop.isShuttingDown();
    }

    /** Sees to it that the session is called when it wants to be. */
    private void arm() {
        long dueNs = session.nextDeadlineNs();
        if (dueNs < tickNs) {
            if (tick != null) {
                tick.cancel(false);
            }
            tickNs = dueNs;
            tick = loop.schedule(this::tick, Math.max(0, dueNs - nowNs()), TimeUnit.NANOSECONDS);
        }
        if (isDraining && session.isSettled()) {
            session.close();
        }
    }

    private void tick() {
        tick = null;
        tickNs = Long.MAX_VALUE;
        session.onTick();
        arm();
    }

    // -- outcomes of handlers, from any thread --

    @Override
    public void handled(Message.Publish message) {
        if (loop.inEventLoop()) {
            session.onHandled(message.requireId(), message.topic(), message.qos());
        } else {
            run(() -> session.onHandled(message.requireId(), message.topic(), message.qos()));
        }
    }

    @Override
    public void answer(Message.Response response, int connection) {
        byte[] bytes = encoded(response);
        run(() -> session.answer(bytes, connection));
    }

    // -- the link --

    @Override
    public void connect() {
        if (options.firstConnect() == ComponentOptions.FirstConnect.KEEP_TRYING) {
            opened.complete(null);
        }
        way.connect();
    }

    @Override
    public void onConnected(OpenLink connected) {
        link = connected;
        session.onConnected(connected);
        arm();
    }

    @Override
    public void onConnectFailed(Throwable cause) {
        session.onConnectFailed(cause);
        arm();
    }

    @Override
    public void onBrokerClosed() {
        session.onBrokerClosed();
        arm();
    }

    @Override
    public void onHeard() {
        session.onHeard();
    }

    @Override
    public void onMessage(Message message) {
        session.onMessage(message);
        arm();
    }

    @Override
    public void onDisconnected(OpenLink ended, int code, String reason) {
        session.onDisconnected(ended, code, reason);
        arm();
    }

    // -- the session's events --

    @Override
    public void onReady(boolean again) {
        isReady = true;
        if (again) {
            announcer.reconnected();
        } else {
            announcer.connected();
            opened.complete(null);
        }
        whenReady.run();
    }

    @Override
    public void onLost(String why) {
        isReady = false;
        announcer.disconnected(Errors.lost(self(), why));
    }

    @Override
    public void onAttemptFailed(Failure cause, long pauseNs) {
        announcer.connectFailed(Errors.of(broker(), cause), Duration.ofNanos(pauseNs));
    }

    /** Its name, or, since nobody knows a random one, where it connects to. */
    private About self() {
        return options.address().rid() == null ? broker() : About.whole(name);
    }

    /** Where it connects to, and under which name. */
    About broker() {
        return About.whole(options.broker()
                .map(broker -> "broker " + broker.name() + " in this process")
                .orElseGet(() -> options.address().toString()));
    }

    @Override
    public void onRestoreFailed(String topic, Failure cause) {
        announcer.restoreFailed(topic, Errors.of(About.topic(topic), cause));
    }

    @Override
    public void onBrokerEvent(BrokerEvent event) {
        announcer.told(event);
    }

    @Override
    public void onUndelivered(String topic, long count, Failure why) {
        announcer.undelivered(topic, count, Errors.of(About.topic(topic), why));
    }

    @Override
    public void onSetAside(String topic) {
        announcer.unacknowledged(topic);
    }

    @Override
    public void onOutboxBroken(Throwable cause) {
        announcer.outboxFailed(Errors.notStored(self(), cause));
    }

    @Override
    public void onOutboxClosed() {
        outboxClosed.complete(null);
    }

    @Override
    public void onClosed(Failure.Absence absence, @Nullable Failure cause) {
        isReady = false;
        isDraining = false;
        isClosing.set(true);
        if (closeDeadline != null) {
            closeDeadline.cancel(false);
        }
        NotConnectedException end = Errors.notConnected(self(), absence, null);
        boolean neverOpened = opened.completeExceptionally(cause == null ? end : Errors.of(broker(), cause));
        if (!neverOpened) {
            announcer.disconnected(end);
        }
        dispatcher.stop();
        if (absence == Failure.Absence.CLOSED) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(end);
        }
        way.abandon(() -> {
            if (link == null) {
                outboxClosed.thenRun(this::release);
            } else {
                link.whenClosed(() -> outboxClosed.thenRun(this::release));
            }
        });
    }

    private void release() {
        lease.release();
        closed.complete(null);
    }

    // -- closing --

    /** See {@link Component#close()}. Completes when the socket is closed. */
    CompletableFuture<Void> close() {
        if (isClosing.compareAndSet(false, true)) {
            run(this::stop);
        }
        return closed;
    }

    Activity activity() {
        return activity;
    }

    private void stop() {
        if (ended.isDone()) {
            return; // it came to its end otherwise, just before
        }
        session.stopReceiving();
        dispatcher.stop();
        activity.whenQuiet().thenRun(() -> run(() -> isDraining = true));
        closeDeadline = loop.schedule(session::close, options.closeTimeout().toNanos(), TimeUnit.NANOSECONDS);
    }
}
