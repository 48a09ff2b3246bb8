package org.rembus.client.connection;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.TraceContext;
import org.rembus.protocol.cbor.MessageDecoder;
import org.rembus.protocol.cbor.TraceCodec;
import org.rembus.protocol.local.EndEvents;
import org.rembus.protocol.local.LocalBroker;
import org.rembus.protocol.local.LocalEnd;

/** A connection to a broker in the same process. Lives on the event loop. */
final class LocalLink implements OpenLink, EndEvents {
    private static final long BLOCKED_BYTES = 65_536;

    private final LocalBroker broker;
    private final LocalEnd end;
    private final LocalEvents events;
    private final OutputBudget budget;
    private final Complaints complaints = new Complaints();
    private final MessageDecoder decoder = new MessageDecoder();
    private int longestSentBytes;
    private long pendingBytes;
    private boolean hasEnded;

    LocalLink(LocalBroker broker, LocalEnd end, LocalEvents events, OutputBudget budget) {
        this.broker = broker;
        this.end = end;
        this.events = events;
        this.budget = budget;
    }

    void begin() {
        end.begin(this);
    }

    // -- receiving --

    @Override
    public void onMessage(byte[] bytes) {
        if (hasEnded) {
            return;
        }
        try {
            events.onMessage(TraceCodec.decode(decoder, bytes, 0, bytes.length, extensions()));
        } catch (ProtocolException unreadable) {
            complaints.add(FramedLink.UNREADABLE + unreadable.getMessage());
        }
    }

    @Override
    public void onMessagesComplete() {
        if (!hasEnded) {
            events.onHeard();
        }
    }

    @Override
    public void onTaken(long taken) {
        if (!hasEnded) {
            pendingBytes -= taken;
            budget.release(taken);
        }
    }

    @Override
    public void onEnd(int code, String reason) {
        if (!hasEnded) {
            forget();
            if (broker.isClosed()) {
                events.onBrokerClosed();
            } else {
                events.onDisconnected(this, code, reason);
            }
        }
    }

    private void forget() {
        hasEnded = true;
        budget.release(pendingBytes);
        pendingBytes = 0;
    }

    // -- sending --

    @Override
    public void send(byte[] message, @Nullable TraceContext trace) {
        if (hasEnded) {
            return;
        }
        byte[] whole = TraceCodec.encode(trace, message, extensions());
        int charge = LocalEnd.charge(whole.length);
        longestSentBytes = Math.max(longestSentBytes, message.length);
        pendingBytes += charge;
        budget.add(charge);
        end.send(whole);
    }

    @Override
    public void send(byte[] array, int offset, int length) {
        send(Arrays.copyOfRange(array, offset, offset + length));
    }

    @Override
    public int longestSentBytes() {
        return longestSentBytes;
    }

    @Override
    public boolean isBlocked() {
        return pendingBytes > BLOCKED_BYTES;
    }

    @Override
    public Extensions extensions() {
        return end.agreed();
    }

    /** A broker that could not answer would have taken this process with it. */
    @Override
    public void ping() {
        if (!hasEnded) {
            events.onHeard();
        }
    }

    @Override
    public void close(int code, String reason) {
        if (!hasEnded) {
            forget();
            end.end(code, reason);
        }
    }

    @Override
    public void whenClosed(Runnable task) {
        task.run();
    }
}
