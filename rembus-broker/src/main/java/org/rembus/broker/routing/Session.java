package org.rembus.broker.routing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.routing.connection.Connection;
import org.rembus.broker.routing.connection.ConnectionEvents;
import org.rembus.broker.routing.slow.Shortfall;
import org.rembus.broker.routing.traffic.Tally;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;

/**
 * One connection, from the router's side: whose it is and what is under way on it. Compared by identity.
 *
 * <p>A session starts as an anonymous component's. IDENTITY makes it that of a named one, by giving it another twin; so does
 * the certificate of a component that says anything else first.
 */
final class Session implements ConnectionEvents {

    /** What a session can be in. */
    enum Phase {
        /** Messages are handled as they come. */
        OPEN,
        /** Its component's name is being looked into; nothing is read meanwhile. */
        GREETING,
        /** Closed, or about to be: nothing is handled any more. */
        CLOSED
    }

    /** Room for the longest topic and what is said of it. */
    private static final int MAX_TEXT_CHARS = 1200;

    private final Connection connection;
    private final Desks desks;
    private final long openedNs;
    private final PeerTraits traits;
    private final Shortfall shortfall = new Shortfall();
    private final Tally tally = new Tally();
    private final Untold untold = new Untold();
    private final Map<MessageId, Call> forwarded = new LinkedHashMap<>();
    private Phase phase = Phase.OPEN;
    private boolean hasSpoken;
    private @Nullable FirstMessage waiting;
    private Twin twin;
    private int callsUnderWay;
    private long bytesUnderWay;
    private boolean pinged;
    private long pingedNs;
    private long heardAtPingNs;

    /** @param openedNs the time now, ns since the epoch */
    Session(Connection connection, Twin anonymous, Desks desks, long openedNs) {
        this.connection = connection;
        this.traits = new PeerTraits(connection::dialect);
        this.twin = anonymous;
        this.desks = desks;
        this.openedNs = openedNs;
    }

    /** Those who handle the messages. */
    record Desks(
            Greeter greeter, CommandDesk commands, CallDesk calls, PublishDesk publishes, DeliveryDesk deliveries) {}

    @Override
    public void onMessage(Message message) {
        if (phase != Phase.OPEN) {
            return;
        }
        tally.in();
        if (hasSpoken) {
            handle(message);
        } else {
            hasSpoken = true;
            begin(message);
        }
    }

    private void begin(Message first) {
        Optional<String> name =
                first instanceof Message.Identity ? Optional.empty() : desks.greeter.nameByCertificate(connection);
        if (name.isPresent()) {
            waiting = new FirstMessage(this, first);
            desks.greeter.onFirst(this, waiting, name.get());
        } else {
            handle(first);
        }
    }

    /** It has the name that it did not say, so that what it said first is handled. */
    void onNamed(Message first) {
        forgetWaiting();
        handle(first);
    }

    private void forgetWaiting() {
        if (waiting != null) {
            waiting.release();
            waiting = null;
        }
    }

    private void handle(Message message) {
        switch (message) {
            case Message.Publish publish -> {
                if (publish.id() != null) {
                    traits.learnFrom(publish.id());
                }
                desks.publishes.onPublish(this, publish);
            }
            case Message.Request request -> {
                traits.learnFrom(request.id());
                onRequest(request);
            }
            case Message.Response response -> desks.calls.onResponse(this, response);
            case Message.Ack ack -> desks.deliveries.onAck(this, ack.id());
            case Message.Ack2 ack2 -> desks.publishes.onAck2(this, ack2.id());
        }
    }

    private void onRequest(Message.Request request) {
        switch (request) {
            case Message.Rpc rpc -> desks.calls.onRpc(this, rpc);
            case Message.Admin admin -> desks.commands.onAdmin(this, admin);
            case Message.Identity identity -> desks.greeter.onIdentity(this, identity);
            case Message.Register register -> error(register.id(), "not available");
            case Message.Attestation attestation -> error(attestation.id(), "not available");
            case Message.Unregister unregister -> error(unregister.id(), "not available");
            case Message.Ping ping -> desks.greeter.onPing(this, ping, () -> desks.commands.resume(this));
        }
    }

    @Override
    public void onWritable() {
        if (phase == Phase.OPEN) {
            desks.deliveries.onWritable(this);
        }
    }

    @Override
    public String peer() {
        return toString();
    }

    @Override
    public void onClosed() {
        desks.greeter.onGone(this);
    }

    /** Says something to the peer and closes its connection. */
    void close(CloseReason reason) {
        connection.close(reason);
        desks.greeter.onGone(this);
    }

    /**
     * Pings the peer, unless that has been done just now and no byte has come since: whoever claims a name again and again
     * shall not have its owner flooded.
     */
    void ping(long nowNs, long patienceNs) {
        long heardNs = connection.lastHeardNs();
        if (!pinged || heardNs != heardAtPingNs || nowNs - pingedNs >= patienceNs) {
            pinged = true;
            pingedNs = nowNs;
            heardAtPingNs = heardNs;
            connection.ping();
        }
    }

    /** Answers with status 10 and a text. */
    void error(MessageId id, String text) {
        error(id, Status.ERROR, text);
    }

    /** Answers with an error. Of a text that a peer made very long only the beginning is sent back. */
    void error(MessageId id, Status status, String text) {
        String sent = text.length() <= MAX_TEXT_CHARS ? text : text.substring(0, MAX_TEXT_CHARS) + "…";
        answer(Message.Response.error(id, status, sent));
    }

    /** Answers success with a null result. */
    void success(MessageId id) {
        answer(Message.Response.success(id));
    }

    /** Answers success with a result. */
    void success(MessageId id, Payload result) {
        answer(new Message.Response(id, Status.SUCCESS, result));
    }

    /** Sends an answer, unless the session has ended meanwhile. */
    void answer(Message.Response response) {
        if (phase != Phase.CLOSED) {
            connection.send(response);
        }
    }

    Connection connection() {
        return connection;
    }

    /** When the connection was made, ns since the epoch. */
    long openedNs() {
        return openedNs;
    }

    PeerTraits traits() {
        return traits;
    }

    /** What it did not get because it reads too slowly. */
    Shortfall shortfall() {
        return shortfall;
    }

    /** What it has done. */
    Tally tally() {
        return tally;
    }

    /** The events that it is still to be told of. */
    Untold untold() {
        return untold;
    }

    void setPhase(Phase next) {
        phase = next;
        if (next == Phase.CLOSED) {
            forgetWaiting();
        }
    }

    /** Whether its component's name is being looked into. */
    boolean isGreeted() {
        return phase == Phase.GREETING;
    }

    boolean isClosed() {
        return phase == Phase.CLOSED;
    }

    Twin twin() {
        return twin;
    }

    void setTwin(Twin other) {
        twin = other;
    }

    /** The calls that were forwarded to this peer and wait for its answer, oldest first. */
    Map<MessageId, Call> forwarded() {
        return forwarded;
    }

    /** How many calls of this peer wait for an answer. */
    int callsUnderWay() {
        return callsUnderWay;
    }

    /** What these calls take of the heap. */
    long bytesUnderWay() {
        return bytesUnderWay;
    }

    void started(Call call) {
        callsUnderWay++;
        bytesUnderWay += call.bytes();
    }

    void ended(Call call) {
        callsUnderWay--;
        bytesUnderWay -= call.bytes();
    }

    /** Fit for a log. */
    @Override
    public String toString() {
        return twin.name() != null ? twin + " (" + connection.peer() + ")" : connection.peer();
    }
}
