package org.rembus.broker;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.testing.RawPeer;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.Status;
import org.rembus.protocol.cbor.MessageDecoder;
import org.rembus.protocol.cbor.MessageEncoder;

/** A peer that sends anything and says what became of it. */
final class HostilePeer implements AutoCloseable {
    private static final MessageId FIRST_PROBE = MessageId.of(0x7001_7001_7001L, MessageId.GEN2_LENGTH);
    private static final MessageId SECOND_PROBE = MessageId.of(0x7002_7002_7002L, MessageId.GEN2_LENGTH);
    private static final int STAYS_OPEN = 0;

    private final RawPeer peer;
    private boolean open = true;

    HostilePeer(InetSocketAddress broker) throws IOException {
        peer = RawPeer.connect(broker);
    }

    /**
     * What became of a message.
     *
     * @param answers what came for it
     * @param closeCode of the broker's close frame; 0 while the connection lives
     */
    record Outcome(List<Message> answers, int closeCode, String closeText) {
        boolean isClosed() {
            return closeCode != STAYS_OPEN;
        }

        /** The status of the only answer. */
        Status status() {
            if (answers.size() == 1 && answers.getFirst() instanceof Message.Response response) {
                return response.status();
            }
            throw new AssertionError("not one response: " + this);
        }

        @Nullable
        Object text() {
            return ((Message.Response) answers.getFirst()).data().value();
        }
    }

    /** Sends a message and waits until the broker is done with it. */
    Outcome send(byte[] message) throws IOException {
        peer.sendFrame(RawPeer.FIN | RawPeer.BINARY, message);
        List<Message> answers = new ArrayList<>();
        for (MessageId probe : List.of(FIRST_PROBE, SECOND_PROBE)) {
            // Twice: what the journal has to see first is answered at the end of the turn.
            probe(probe);
            RawPeer.Frame frame = next(answers, probe);
            if (frame.opcode() == RawPeer.CLOSE) {
                open = false;
                return new Outcome(answers, frame.closeCode(), closeText(frame));
            }
        }
        return new Outcome(answers, STAYS_OPEN, "");
    }

    Outcome send(Message message) throws IOException {
        return send(MessageEncoder.encode(message));
    }

    /** Sends an administration command. */
    Outcome command(String topic, Object command) throws IOException {
        return send(new Message.Admin(MessageId.of(HostileFrames.ID), topic, Payload.of(command)));
    }

    Outcome command(String topic, Map<String, ?> command) throws IOException {
        return command(topic, (Object) command);
    }

    /** Whether the broker has not closed the connection. */
    boolean isOpen() {
        return open;
    }

    RawPeer raw() {
        return peer;
    }

    private void probe(MessageId id) throws IOException {
        try {
            peer.send(new Message.Rpc(id, "version", null, Payload.NO_ARGUMENTS));
        } catch (IOException closed) {
            // Then the broker's close frame is there to be read.
        }
    }

    /** Reads up to the answer to the probe, or the close frame. */
    private RawPeer.Frame next(List<Message> answers, MessageId probe) throws IOException {
        while (true) {
            RawPeer.Frame frame = peer.read();
            if (frame.opcode() == RawPeer.CLOSE) {
                return frame;
            }
            if (frame.opcode() == RawPeer.PING) {
                continue;
            }
            Message message = decode(frame);
            if (message instanceof Message.Response response && response.id().equals(probe)) {
                return frame;
            }
            answers.add(message);
        }
    }

    private static Message decode(RawPeer.Frame frame) throws IOException {
        try {
            return new MessageDecoder().decode(frame.payload(), 0, frame.payload().length);
        } catch (ProtocolException e) {
            throw new EOFException("the broker sent what is no message: " + e.getMessage());
        }
    }

    private static String closeText(RawPeer.Frame frame) {
        String text = frame.text();
        return text.length() < 2 ? "" : text.substring(2);
    }

    @Override
    public void close() throws IOException {
        peer.close();
    }
}
