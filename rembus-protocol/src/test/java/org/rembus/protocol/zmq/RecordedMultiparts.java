package org.rembus.protocol.zmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.rembus.protocol.Diagnostic;
import org.rembus.protocol.Message;
import org.rembus.protocol.framing.AssemblyLimits;
import org.rembus.protocol.framing.ByteBudget;

/** What a reader and a decoder found, as lines of text and as messages. */
public final class RecordedMultiparts implements MultipartEvents, MultipartSink {
    static final int MAX_MESSAGE = 100_000;

    private final List<String> lines = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private final MultipartDecoder decoder = new MultipartDecoder();

    /** What is in these bytes, which come in one piece. */
    public static RecordedMultiparts in(byte[] wire) {
        return inPieces(wire, Math.max(1, wire.length));
    }

    static RecordedMultiparts inPieces(byte[] wire, int piece) {
        RecordedMultiparts found = new RecordedMultiparts();
        MultipartReader reader = new MultipartReader(new AssemblyLimits(MAX_MESSAGE, ByteBudget.UNLIMITED), found);
        byte[] copy = wire.clone();
        for (int at = 0; at < copy.length; at += piece) {
            reader.read(copy, at, Math.min(piece, copy.length - at));
        }
        return found;
    }

    /** The only thing that is in these bytes. */
    public static Message messageIn(byte[] wire) {
        RecordedMultiparts found = in(wire);
        assertThat(found.lines).hasSize(1);
        assertThat(found.messages).as(found.lines.toString()).hasSize(1);
        return found.messages.getFirst();
    }

    /** A frame with its header. */
    public static byte[] frame(int flags, byte... body) {
        ByteBuffer frame = ByteBuffer.allocate(Frame.LONG_HEADER_BYTES + body.length);
        if (body.length > 255) {
            frame.put((byte) (flags | Frame.LONG)).putLong(body.length);
        } else {
            frame.put((byte) flags).put((byte) body.length);
        }
        frame.put(body).flip();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }

    public List<String> lines() {
        return lines;
    }

    List<Message> messages() {
        return messages;
    }

    @Override
    public void onMultipart(byte[] array, int offset, int length) {
        decoder.decode(array, offset, length, this);
    }

    @Override
    public void onAnswerWanted(byte[] frame) {
        lines.add("answer " + HexFormat.of().formatHex(frame));
    }

    @Override
    public void onViolation(int code, String reason) {
        lines.add("violation " + code);
    }

    @Override
    public void onMessage(Message message) {
        lines.add(Diagnostic.of(message));
        messages.add(message);
    }

    @Override
    public void onClose() {
        lines.add("close");
    }

    @Override
    public void onMalformed(String reason) {
        lines.add("malformed: " + reason);
    }
}
