package org.rembus.protocol.framing;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Utf8;

/**
 * Reads WebSocket frames. A message that lies whole in one buffer as one frame is unmasked in place and handed over there;
 * fragmented messages, those that go on in the next buffer, and the first bytes of a header are put together.
 */
public final class WebSocketReader implements FrameReader {
    private static final int NO_MESSAGE = -1;

    private final AssemblyLimits limits;
    private final WebSocketEvents events;
    private final FrameHeader header;
    private final byte[] headerBytes = new byte[FrameHeader.MAX_BYTES];
    private int headerLength;

    // -- the message that has begun --
    private final Assembly message;
    private int messageOpcode = NO_MESSAGE;
    private long messagesBegun;

    // -- the frame that has begun --
    private @Nullable Assembly frame;
    private int frameRemaining;
    private int frameKey;

    private boolean paused;
    private boolean stopped;

    /** @param role our own end: a server's frames come masked */
    public WebSocketReader(Role role, AssemblyLimits limits, WebSocketEvents events) {
        this.limits = limits;
        this.events = events;
        this.header = new FrameHeader(role);
        this.message = new Assembly(limits.budget());
    }

    /** @param array changed: payloads are unmasked in place */
    @Override
    public int read(byte[] array, int offset, int length) {
        int end = offset + length;
        int at = offset;
        paused = false;
        while (at < end && !paused && !stopped) {
            at = frame == null ? begin(array, at, end) : goOn(frame, array, at, end);
        }
        return stopped ? length : at - offset;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void stop() {
        stopped = true;
        frame = null;
        messageOpcode = NO_MESSAGE;
        message.clear();
    }

    @Override
    public boolean isAmidMessage() {
        return messageOpcode != NO_MESSAGE;
    }

    @Override
    public long messagesBegun() {
        return messagesBegun;
    }

    @Override
    public int unfinishedBytes() {
        return message.length();
    }

    private int begin(byte[] array, int at, int end) {
        int start = at - headerLength;
        int bytes;
        if (headerLength == 0) {
            bytes = header.read(array, at, end - at);
        } else {
            int more = Math.min(end - at, FrameHeader.MAX_BYTES - headerLength);
            System.arraycopy(array, at, headerBytes, headerLength, more);
            bytes = header.read(headerBytes, 0, headerLength + more);
        }
        if (bytes == FrameHeader.INCOMPLETE) {
            if (headerLength == 0) {
                System.arraycopy(array, at, headerBytes, 0, end - at);
            }
            headerLength = end - start;
            return end;
        }
        headerLength = 0;
        if (bytes == FrameHeader.ILLEGAL) {
            violate(CloseCode.PROTOCOL_ERROR, header.violation());
            return end;
        }
        return isExpected() ? beginFrame(array, start + bytes, end) : end;
    }

    /** Whether a frame with this header may come now. */
    private boolean isExpected() {
        if (header.isControl()) {
            return true;
        }
        boolean continuation = header.opcode() == Opcode.CONTINUATION;
        if (continuation != (messageOpcode != NO_MESSAGE)) {
            violate(
                    CloseCode.PROTOCOL_ERROR,
                    continuation ? "a continuation of nothing" : "a message inside a fragmented message");
            return false;
        }
        if (header.length() > limits.maxMessageBytes() - message.length()) {
            violate(CloseCode.TOO_BIG, "a message of more than " + limits.maxMessageBytes() + " bytes");
            return false;
        }
        return true;
    }

    private int beginFrame(byte[] array, int at, int end) {
        int length = (int) header.length();
        boolean whole = header.isControl() || header.isLast() && messageOpcode == NO_MESSAGE;
        if (whole && length <= end - at) {
            Masking.apply(array, at, length, header.key());
            deliver(header.opcode(), array, at, length);
            return at + length;
        }
        frameRemaining = length;
        frameKey = header.key();
        if (header.isControl()) {
            frame = new Assembly(ByteBudget.UNLIMITED);
        } else {
            frame = message;
            beginMessage();
        }
        return goOn(frame, array, at, end);
    }

    private void beginMessage() {
        if (messageOpcode == NO_MESSAGE) {
            messageOpcode = header.opcode();
            messagesBegun++;
        }
    }

    private int goOn(Assembly assembly, byte[] array, int at, int end) {
        int count = Math.min(end - at, frameRemaining);
        int most = header.isLast() ? assembly.length() + frameRemaining : limits.maxMessageBytes();
        if (!assembly.append(array, at, count, frameKey, most)) {
            violate(CloseCode.TRY_AGAIN_LATER, "no memory for the message");
            return end;
        }
        frameKey = Masking.after(frameKey, count);
        frameRemaining -= count;
        if (frameRemaining == 0) {
            frame = null;
            endFrame(assembly);
        }
        return at + count;
    }

    private void endFrame(Assembly assembly) {
        if (header.isControl()) {
            deliver(header.opcode(), assembly.array(), 0, assembly.length());
            return;
        }
        if (messageOpcode == Opcode.TEXT && !assembly.isUtf8(header.isLast())) {
            violate(CloseCode.NOT_UTF8, "a text that is not UTF-8");
            return;
        }
        if (header.isLast()) {
            int opcode = messageOpcode;
            messageOpcode = NO_MESSAGE;
            if (opcode == Opcode.TEXT) {
                events.onText(assembly.array(), 0, assembly.length());
            } else {
                events.onBinary(assembly.array(), 0, assembly.length());
            }
            assembly.clear();
        }
    }

    /** Hands over what came as one frame. */
    private void deliver(int opcode, byte[] array, int offset, int length) {
        switch (opcode) {
            case Opcode.BINARY -> events.onBinary(array, offset, length);
            case Opcode.TEXT -> deliverText(array, offset, length);
            case Opcode.PING -> events.onPing(array, offset, length);
            case Opcode.PONG -> events.onPong(array, offset, length);
            default -> deliverClose(array, offset, length);
        }
    }

    private void deliverText(byte[] array, int offset, int length) {
        if (Utf8.isValid(array, offset, offset + length)) {
            events.onText(array, offset, length);
        } else {
            violate(CloseCode.NOT_UTF8, "a text that is not UTF-8");
        }
    }

    private void deliverClose(byte[] array, int offset, int length) {
        ClosePayload payload = ClosePayload.parse(array, offset, length);
        if (payload.isLegal()) {
            stop();
            events.onClose(payload.code(), payload.reason());
        } else {
            violate(payload.code(), payload.reason());
        }
    }

    private void violate(int code, String reason) {
        stop();
        events.onViolation(code, reason);
    }
}
