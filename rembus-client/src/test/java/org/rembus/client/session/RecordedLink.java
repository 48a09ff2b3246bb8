package org.rembus.client.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.Message;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.TraceContext;
import org.rembus.protocol.cbor.MessageDecoder;

/** A link that goes nowhere: tests look at what was sent on it. */
final class RecordedLink implements Link {
    final List<Message> sent = new ArrayList<>();
    final List<byte[]> bytes = new ArrayList<>();
    final List<Optional<TraceContext>> traces = new ArrayList<>();
    Extensions extensions = Extensions.NONE;
    int pings;
    int closeCode;
    boolean isBlocked;
    private int read;

    @Override
    public void send(byte[] array, int offset, int length) {
        send(Arrays.copyOfRange(array, offset, offset + length));
    }

    @Override
    public void send(byte[] message, @Nullable TraceContext trace) {
        try {
            bytes.add(message);
            traces.add(Optional.ofNullable(trace));
            sent.add(new MessageDecoder().decode(message, 0, message.length));
        } catch (ProtocolException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    /** The oldest message that has not been asked for. */
    <M extends Message> M next(Class<M> kind) {
        if (read == sent.size()) {
            throw new AssertionError("nothing more was sent than " + sent);
        }
        return kind.cast(sent.get(read++));
    }

    boolean hasNext() {
        return read < sent.size();
    }

    @Override
    public int longestSentBytes() {
        return bytes.stream().mapToInt(each -> each.length).max().orElse(0);
    }

    @Override
    public boolean isBlocked() {
        return isBlocked;
    }

    @Override
    public Extensions extensions() {
        return extensions;
    }

    @Override
    public void ping() {
        pings++;
    }

    @Override
    public void close(int code, String reason) {
        closeCode = code;
    }
}
